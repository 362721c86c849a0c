package ai.netra.agents.tests.durable;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.AgentKey;
import ai.netra.agents.EffectOutcome;
import ai.netra.agents.NetraException;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.PendingQuestion;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.agent.LlmAgent;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.spi.Task;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An agent that calls tools for a model, in a process that is lost at any write to its journal, and goes on in another. */
class LlmAgentRecoveryTest {
    private static final AgentKey<Done> KEY = AgentKey.of("clerk", Done.class);
    private static final UserId ANN = UserId.of("ann");
    private static final RunId RUN = RunId.of("r1");
    private static final RunRequest REQUEST = RunRequest.of("go").user("ann").runId("r1");

    record Done(String text) {}

    record Item(String item) {}

    private final Map<String, Integer> called = new ConcurrentHashMap<>();
    private final List<Integer> asked = new ArrayList<>();
    private final LlmAgent<Done> agent =
            LlmAgent.builder(KEY).prompt("You are a clerk.").build();

    /** Which answer comes follows from how many came before. */
    private LlmResponse model(LlmRequest request) {
        int turn = (int) request.messages().stream()
                .filter(message -> message.role() == LlmRole.ASSISTANT)
                .count();
        asked.add(turn);
        return switch (turn) {
            case 0 -> uses(use("a", "look", "x"), use("b", "look", "y"), use("c", "look", "z"));
            case 1 -> uses(use("a", "order", "x"), use("b", "look", "w"), use("c", "pay", "x"));
            case 2 -> LlmResponse.of("no JSON");
            default -> LlmResponse.of("{\"text\":\"done\"}");
        };
    }

    private static LlmResponse uses(LlmPart... uses) {
        return new LlmResponse(
                new LlmMessage(LlmRole.ASSISTANT, List.of(uses)), FinishReason.TOOL_USE, LlmUsage.NONE, "m");
    }

    private static LlmPart use(String id, String tool, String item) {
        return new LlmPart.ToolUse(id, tool, "{\"item\":\"" + item + "\"}");
    }

    private FunctionTool<Item> tool(String name) {
        return FunctionTool.of(name, "Does it.", Item.class, (item, context) -> {
            called.merge(name + " " + item.item(), 1, Integer::sum);
            return "ok";
        });
    }

    private TestRuntime runtime(VirtualClock clock, StateStore store) {
        return TestRuntime.builder()
                .scheduler(clock)
                .llm(this::model)
                .tools(ToolRegistry.of(
                        tool("look").effect(ToolEffect.READ),
                        tool("order"),
                        tool("pay").approval(ToolApproval.validFor(Duration.ofDays(1)))))
                .grant(KEY, "look", "order", "pay")
                .register(agent)
                .withoutLifecycleValidation()
                .setup(builder -> builder.stateStore(store))
                .build();
    }

    /** Answers as it is, until nobody asks any more. */
    private OrchestrationResult<?> answered(TestRuntime runtime, OrchestrationResult<?> given)
            throws InterruptedException {
        OrchestrationResult<?> result = given;
        while (result.status() == RunStatus.SUSPENDED) {
            PendingQuestion question = result.questions().getFirst();
            String text = question.question().text();
            Object answer = text.startsWith("Allow")
                    ? true
                    : called.containsKey((text.contains("order") ? "order" : "pay") + " x")
                            ? EffectOutcome.HAPPENED
                            : EffectOutcome.DID_NOT_HAPPEN;
            result = runtime.answer(ANN, RUN, question.id(), answer, ANN).result();
        }
        return result;
    }

    @ParameterizedTest
    @EnumSource
    void what_is_recorded_is_neither_asked_nor_done_again(DyingStore.When when) throws InterruptedException {
        int died = 0;
        for (int append = 1; lost(append, when); append++) {
            died++;
        }
        assertThat(died).isGreaterThan(10);
    }

    /** Whether it was lost at this write, and so went on in another process. */
    private boolean lost(int append, DyingStore.When when) throws InterruptedException {
        called.clear();
        asked.clear();
        VirtualClock clock = VirtualClock.automatic();
        StateStore store =
                EncodingStore.of(InMemoryStateStore.builder().scheduler(clock).build());
        Task here = clock.adopt("test");
        try {
            boolean over = false;
            try (TestRuntime first = runtime(clock, DyingStore.at(store, append, when))) {
                over = answered(first, first.run(agent, REQUEST)).success();
            } catch (NetraException dead) { // it died while something was begun or answered
                over = false;
            }
            if (over) {
                assertThat(asked).containsExactly(0, 1, 2, 3);
                return false;
            }
            clock.clock().sleep(Duration.ofSeconds(31));
            asked.clear();
            Map<String, Integer> before = Map.copyOf(called);
            try (TestRuntime second = runtime(clock, store)) {
                List<JournalEntry> recorded = second.journal(ANN, RUN).orElse(List.of());
                List<RunHandle<?>> taken = second.recover();
                OrchestrationResult<?> result = recorded.isEmpty()
                        ? second.run(agent, REQUEST)
                        : taken.isEmpty()
                                ? second.resume(ANN, RUN).result()
                                : taken.getFirst().result();
                String where = when + " append " + append;
                result = answered(second, result);
                assertThat(result.output())
                        .as(where)
                        .hasValueSatisfying(
                                output -> assertThat(output.toString()).contains("done"));
                check(where, recorded, before);
            }
            return true;
        } finally {
            here.release();
        }
    }

    private void check(String where, List<JournalEntry> recorded, Map<String, Integer> before) {
        long answers = recorded.stream()
                .filter(entry -> entry instanceof JournalEntry.Stepped step
                        && step.kind() == JournalEntry.StepKind.LLM
                        && step.failure().isEmpty())
                .count();
        assertThat(asked).as(where).hasSize(4 - (int) answers).doesNotHaveDuplicates();
        assertThat(called.keySet())
                .as(where)
                .containsExactlyInAnyOrder("look x", "look y", "look z", "look w", "order x", "pay x");
        assertThat(called).as(where).containsEntry("order x", 1).containsEntry("pay x", 1);
        long tools = recorded.stream()
                .filter(entry -> entry instanceof JournalEntry.Stepped step
                        && step.kind() == JournalEntry.StepKind.TOOL
                        && step.failure().isEmpty())
                .count();
        int made = called.values().stream().mapToInt(Integer::intValue).sum()
                - before.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(made).as(where).isLessThanOrEqualTo(6 - (int) tools);
    }
}
