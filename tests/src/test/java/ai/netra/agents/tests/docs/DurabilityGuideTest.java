package ai.netra.agents.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.PendingQuestion;
import ai.netra.agents.Question;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.state.AgentStateManager;
import ai.netra.agents.state.ConversationMessage;
import ai.netra.agents.state.ConversationPolicy;
import ai.netra.agents.state.ConversationState;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The examples of docs/durability.md, compiled and run. */
final class DurabilityGuideTest {
    private static final AgentKey<String> FLOW = AgentKey.of("flow", String.class);
    private static final AgentKey<String> CHAT = AgentKey.of("chat", String.class);
    private static final AgentKey<String> REFUND = AgentKey.of("refund", String.class);

    record Refund(String order) {}

    record Refunded(String receipt) {}

    /** What the examples know of orders. */
    interface Orders {
        String find(String message);
    }

    /** What the examples pay with. */
    interface Payments {
        Refunded refund(String order, String key);
    }

    @Test
    void the_examples_run() throws InterruptedException {
        StateStore store = InMemoryStateStore.create();
        LlmClient model = request -> LlmResponse.of("unused");
        List<String> paid = new ArrayList<>();
        Orders orders = message -> "order " + message;
        Payments payments = (order, key) -> {
            paid.add(order);
            return new Refunded("receipt for " + order);
        };

        FunctionTool<Refund> tool = FunctionTool.of(
                        "refund",
                        "Refunds an order.",
                        Refund.class,
                        (order, context) -> payments.refund(order.order(), context.idempotencyKey()))
                .effect(ToolEffect.KEYED)
                .approval(ToolApproval.validFor(Duration.ofDays(1)).by(UserId.of("boss")));

        Agent<String> refund = Agent.of(REFUND, (input, context) -> {
            String order =
                    context.step("find order", ToolEffect.READ, String.class, () -> orders.find(input.message()));
            boolean approved = context.await(Question.of("Refund order " + order + "?", Boolean.class)
                    .answeredBy(UserId.of("boss"))
                    .expiresIn(Duration.ofDays(3)));
            return approved
                    ? context.tools()
                            .call("refund", new Refund(order))
                            .as(Refunded.class)
                            .receipt()
                    : "not refunded";
        });
        var flow = SequentialOrchestrator.of(FLOW).endingIn(refund);
        ToolRegistry tools = ToolRegistry.of(tool);

        LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                .stateStore(store)
                .llm(model)
                .tools(tools)
                .grant(REFUND, "refund")
                .register(flow)
                .build();
        runtime.recover();

        OrchestrationResult<?> approvedTwice = answeredTwice(runtime, flow);
        assertThat(approvedTwice.output().map(Object::toString)).hasValue("receipt for order 4711");
        assertThat(paid).containsExactly("order 4711");

        UserId user = UserId.of("ann");
        RunId run = RunId.of("r1");
        List<JournalEntry> journal = runtime.journal(user, run).orElseThrow();
        AgentStateManager then = runtime.state(user, run, 5).orElseThrow();
        int decisions = runtime.replay(user, run);
        RunHandle<?> fork = runtime.fork(user, run, 5, RunId.of("what-if"));

        assertThat(journal).hasSizeGreaterThan(5);
        assertThat(then.all()).isEmpty();
        assertThat(decisions).isEqualTo(2);
        assertThat(fork.result().status()).isEqualTo(RunStatus.SUSPENDED);
        runtime.close();
    }

    /** The question of the agent, and then that of its tool. */
    private static OrchestrationResult<?> answeredTwice(LocalAgentRuntime runtime, SequentialOrchestrator<String> flow)
            throws InterruptedException {
        OrchestrationResult<?> result =
                runtime.run(flow, RunRequest.of("4711").user("ann").thread("t1").runId("r1"));
        if (result.status() == RunStatus.SUSPENDED) {
            PendingQuestion question = result.questions().getFirst();
            RunHandle<?> handle =
                    runtime.answer(UserId.of("ann"), result.run(), question.id(), true, UserId.of("boss"));
            result = handle.result();
        }
        PendingQuestion ofTool = result.questions().getFirst();
        return runtime.answer(UserId.of("ann"), result.run(), ofTool.id(), true, UserId.of("boss"))
                .result();
    }

    @Test
    void the_chat_runs() {
        StateStore store = InMemoryStateStore.create();
        List<String> prompts = new ArrayList<>();
        LlmClient model = request -> {
            prompts.add(request.messages().getLast().text());
            return LlmResponse.of("hello");
        };
        UserId user = UserId.of("ann");

        Agent<String> chat = Agent.of(CHAT, (input, context) -> {
            String before = context.history().stream()
                    .map(message -> message.role().label() + ": " + message.content())
                    .collect(Collectors.joining("\n"));
            return context.llm()
                    .generate(LlmRequest.of(before + "\n" + input.message()))
                    .text();
        });
        LocalAgentRuntime chats = LocalAgentRuntime.builder()
                .stateStore(store)
                .llm(model)
                .conversation(ConversationPolicy.window(20)
                        .summary(20, (previous, messages) -> summarize(previous, messages))
                        .retain(500))
                .register(chat)
                .build();
        chats.run(chat, RunRequest.of("hi").user("ann").thread("t1"));
        chats.run(chat, RunRequest.of("and?").user("ann").thread("t1"));
        Optional<ConversationState> conversation = chats.conversation(user, ThreadId.of("t1"));
        long erased = chats.forget(user);
        assertThat(prompts).containsExactly("\nhi", "user: hi\nassistant: hello\nand?");
        assertThat(conversation.orElseThrow().messages()).hasSize(4);
        assertThat(erased).isEqualTo(3);
        chats.close();
    }

    private static String summarize(Optional<String> previous, List<ConversationMessage> messages) {
        return previous.orElse("") + messages.size();
    }

    @Test
    void the_examples_are_what_the_guide_says() throws IOException {
        String guide = Files.readString(Path.of("../docs/durability.md"));
        String here =
                packed(Files.readString(Path.of("src/test/java/ai/netra/agents/tests/docs/DurabilityGuideTest.java")));
        String[] parts = guide.split("```java|```");
        assertThat(parts).hasSizeGreaterThan(1);
        for (int i = 1; i < parts.length; i += 2) {
            assertThat(here).contains(packed(parts[i]));
        }
    }

    private static String packed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
