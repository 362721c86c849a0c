package ai.netra.agents.tests.security;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.PendingQuestion;
import ai.netra.agents.Question;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.spi.Task;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolAuditEvent;
import ai.netra.agents.tool.ToolAuditEvent.Kind;
import ai.netra.agents.tool.ToolLabel;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolVerdict;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.InMemoryToolAudit;
import ai.netra.agents.tools.ToolRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Policies, taint and the audit log in runs that fail, end and go on elsewhere. */
class GuardedRunsTest {
    private static final AgentKey<String> A = AgentKey.of("a", String.class);
    private static final UserId ANN = UserId.of("ann");
    private static final RunId RUN = RunId.of("r");

    record Text(String text) {}

    private final VirtualClock clock = VirtualClock.automatic();
    private final Task here = clock.adopt("test");
    private final StateStore store =
            InMemoryStateStore.builder().scheduler(clock).build();
    private final InMemoryToolAudit audit = new InMemoryToolAudit();
    private final List<String> done = new ArrayList<>();

    @AfterEach
    void release() {
        here.release();
    }

    private static String shown(ToolResult result) {
        return result.error().map(error -> error.kind() + " " + error.message()).orElse("ok");
    }

    private final Agent<String> acting =
            Agent.of(A, (input, context) -> shown(context.tools().call("act", new Text(input.message()))));

    private TestRuntime runtime(Agent<?> agent, ToolLabel[] labels, Consumer<LocalAgentRuntime.Builder> setup) {
        return TestRuntime.builder()
                .scheduler(clock)
                .tools(ToolRegistry.of(
                        FunctionTool.of("act", "Acts", Text.class, (text, call) -> {
                                    done.add(text.text());
                                    return "done";
                                })
                                .label(labels),
                        FunctionTool.of("look", "Looks", Text.class, (text, call) -> "from outside")
                                .label(ToolLabel.UNTRUSTED)))
                .grant(A, "act", "look")
                .register(agent)
                .setup(builder -> setup.accept(builder.stateStore(store)))
                .build();
    }

    private TestRuntime runtime(Consumer<LocalAgentRuntime.Builder> setup) {
        return runtime(acting, new ToolLabel[0], setup);
    }

    private static RunRequest request() {
        return RunRequest.of("x").user("ann").runId("r");
    }

    @Test
    void a_policy_that_throws_denies() {
        try (TestRuntime runtime = runtime(builder -> builder.toolAudit(audit).toolPolicy(call -> {
            throw new IllegalStateException("rules are gone");
        }))) {
            assertThat(runtime.run(acting, request()).orThrow())
                    .startsWith("GUARD_FAILED")
                    .doesNotContain("rules are gone");
            assertThat(done).isEmpty();
            assertThat(audit.events()).extracting(ToolAuditEvent::kind).containsExactly(Kind.DENIED);
        }
    }

    @Test
    void a_policy_that_decides_nothing_denies() {
        try (TestRuntime runtime = runtime(builder -> builder.toolPolicy(call -> null))) {
            assertThat(runtime.run(acting, request()).orThrow()).startsWith("GUARD_FAILED");
            assertThat(done).isEmpty();
        }
    }

    @Test
    void a_denial_reaches_the_agent_with_its_reason() {
        try (TestRuntime runtime = runtime(builder -> builder.toolPolicy(call -> ToolVerdict.deny("not on Sundays")))) {
            assertThat(runtime.run(acting, request()).orThrow())
                    .startsWith("DENIED")
                    .contains("not on Sundays");
            assertThat(done).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ALLOWED", "ASKED", "ANSWERED"})
    void an_audit_log_that_throws_before_the_call_prevents_it(Kind kind) throws InterruptedException {
        boolean asks = kind != Kind.ALLOWED;
        try (TestRuntime runtime = runtime(builder -> builder.toolPolicy(call -> asks
                        ? ToolVerdict.ask(ToolApproval.validFor(Duration.ofHours(1)), "to be sure")
                        : ToolVerdict.allow())
                .toolAudit(event -> {
                    if (event.kind() == kind) {
                        throw new IllegalStateException("the disk is full");
                    }
                }))) {
            OrchestrationResult<?> result = runtime.run(acting, request());
            if (kind == Kind.ANSWERED) {
                PendingQuestion question = result.questions().getFirst();
                result = runtime.answer(ANN, RUN, question.id(), true, ANN).result();
            }

            assertThat(result.output().orElseThrow()).asString().startsWith("GUARD_FAILED");
            assertThat(done).isEmpty();
        }
    }

    @Test
    void a_result_whose_end_is_not_kept_is_withheld() {
        try (TestRuntime runtime = runtime(builder -> builder.toolAudit(event -> {
            if (event.kind() == Kind.ENDED) {
                throw new IllegalStateException("the disk is full");
            }
        }))) {
            assertThat(runtime.run(acting, request()).orThrow())
                    .startsWith("GUARD_FAILED")
                    .contains("took place");
            assertThat(done).hasSize(1);
        }
    }

    @Test
    void what_is_decided_is_kept_before_the_call_and_its_end_after() {
        List<String> order = new ArrayList<>();
        try (TestRuntime runtime = runtime(builder -> builder.toolAudit(event -> {
            audit.record(event);
            order.add(event.kind() + " " + done.size());
        }))) {
            assertThat(runtime.run(acting, request()).orThrow()).isEqualTo("ok");

            assertThat(order).containsExactly("ALLOWED 0", "ENDED 1");
            ToolAuditEvent ended = audit.events().getLast();
            assertThat(ended.user()).isEqualTo(ANN);
            assertThat(ended.agent()).isEqualTo("a");
            assertThat(ended.tool()).isEqualTo("act");
            assertThat(ended.detail()).isEqualTo("ok");
            assertThat(ended.argumentsSha256()).hasSize(64);
            assertThat(ended.call()).isEqualTo(audit.events().getFirst().call());
        }
    }

    private final Agent<String> pausing = Agent.of(A, (input, context) -> {
        ToolResult unused = context.tools().call("look", new Text("page"));
        Boolean yes = context.await(Question.of("Go on?", Boolean.class));
        return yes + " " + shown(context.tools().call("act", new Text("x")));
    });

    @Test
    void a_run_that_goes_on_elsewhere_is_as_tainted_as_it_was() throws InterruptedException {
        ToolLabel[] dangerous = {ToolLabel.DANGEROUS};
        PendingQuestion question;
        try (TestRuntime first = runtime(pausing, dangerous, builder -> {})) {
            question = first.run(pausing, request()).questions().getFirst();
        }
        PendingQuestion asked;
        try (TestRuntime second = runtime(pausing, dangerous, builder -> {})) {
            OrchestrationResult<?> waiting =
                    second.answer(ANN, RUN, question.id(), true, ANN).result();
            assertThat(waiting.status()).isEqualTo(RunStatus.SUSPENDED);
            assertThat(done).isEmpty();
            asked = waiting.questions().getFirst();
            assertThat(asked.question().details().asMap()).containsEntry("tool", "act");
        }
        try (TestRuntime third = runtime(pausing, new ToolLabel[0], builder -> {})) {
            assertThat(third.resume(ANN, RUN).result().status()).isEqualTo(RunStatus.SUSPENDED);
            assertThat(done)
                    .as("asked once, answered before it is made, whatever the label says now")
                    .isEmpty();
            assertThat(third.answer(ANN, RUN, asked.id(), true, ANN)
                            .result()
                            .output()
                            .orElseThrow())
                    .isEqualTo("true ok");
            assertThat(done).hasSize(1);
        }
    }

    @Test
    void a_dangerous_tool_is_called_without_asking_in_a_clean_run() {
        try (TestRuntime runtime = runtime(acting, new ToolLabel[] {ToolLabel.DANGEROUS}, builder -> {})) {
            assertThat(runtime.run(acting, request()).orThrow()).isEqualTo("ok");
        }
    }

    @Test
    void a_conversation_in_memory_is_tainted_too() {
        Agent<String> both = Agent.of(A, (input, context) -> {
            int unused = context.history().size();
            return shown(context.tools().call(input.message(), new Text("x")));
        });
        TestRuntime runtime = TestRuntime.builder()
                .scheduler(clock)
                .tools(ToolRegistry.of(
                        FunctionTool.of("act", "Acts", Text.class, (text, call) -> done.add(text.text()))
                                .label(ToolLabel.DANGEROUS),
                        FunctionTool.of("look", "Looks", Text.class, (text, call) -> "from outside")
                                .label(ToolLabel.UNTRUSTED)))
                .grant(A, "act", "look")
                .register(both)
                .build();
        try (runtime) {
            assertThat(runtime.run(both, RunRequest.of("look").user("ann").thread("t"))
                            .orThrow())
                    .isEqualTo("ok");
            assertThat(runtime.run(both, RunRequest.of("act").user("ann").thread("t"))
                            .status())
                    .isEqualTo(RunStatus.SUSPENDED);
            assertThat(done).isEmpty();
            assertThat(runtime.run(both, RunRequest.of("act").user("ann").thread("u"))
                            .orThrow())
                    .isEqualTo("ok");
        }
    }
}
