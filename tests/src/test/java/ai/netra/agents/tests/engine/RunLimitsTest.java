package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.journal;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.FailureKind;
import ai.netra.agents.LimitExceededException;
import ai.netra.agents.Limits;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.orchestrator.LoopOrchestrator;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Counts that a run may not exceed, under concurrency too: on real threads, since under virtual time they race less. */
class RunLimitsTest {
    private static final int BRANCHES = 64;

    private static List<Agent<String>> branches(Function<AgentKey<String>, Agent<String>> branch) {
        List<Agent<String>> branches = new ArrayList<>();
        for (int i = 0; i < BRANCHES; i++) {
            branches.add(branch.apply(AgentKey.of("branch" + i, String.class)));
        }
        return branches;
    }

    private static ParallelOrchestrator<String> collecting(List<Agent<String>> branches) {
        return Flows.collect(branches.toArray(Agent<?>[]::new));
    }

    @Test
    void of_64_branches_exactly_as_many_begin_as_there_may_be_activations() {
        AtomicInteger begun = new AtomicInteger();
        var flow = collecting(branches(key -> Agent.of(key, (input, context) -> {
            begun.incrementAndGet();
            return "x";
        })));
        try (SystemScheduler scheduler = SystemScheduler.create();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .register(flow)
                        .limits(Limits.defaults().activations(10))
                        .build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).degraded().hasOutput("x".repeat(10));
            assertThat(begun).hasValue(10);
            assertThat(result.usage().activations()).isEqualTo(10);
        }
    }

    @Test
    void of_64_branches_that_call_agents_exactly_as_many_calls_are_made_as_there_may_be_activations() {
        AtomicInteger begun = new AtomicInteger();
        Agent<String> called = Agent.of(B, (input, context) -> {
            begun.incrementAndGet();
            return "x";
        });
        var flow = collecting(branches(key -> Agent.of(key, (input, context) -> context.call(called, input))));
        try (SystemScheduler scheduler = SystemScheduler.create();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .register(flow)
                        .limits(Limits.defaults().activations(BRANCHES + 10))
                        .build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).degraded();
            assertThat(begun).hasValue(10);
        }
    }

    @Test
    void of_64_branches_exactly_as_many_reach_the_model_as_there_may_be_calls() {
        AtomicInteger reached = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        LlmClient llm = request -> {
            reached.incrementAndGet();
            return LlmResponse.of("x");
        };
        var flow = collecting(branches(key -> Agent.of(key, (input, context) -> {
            try {
                return context.llm().generate(LlmRequest.of("hello")).text();
            } catch (LimitExceededException e) {
                refused.incrementAndGet();
                throw e;
            }
        })));
        try (SystemScheduler scheduler = SystemScheduler.create();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .llm(llm)
                        .register(flow)
                        .limits(Limits.defaults().llmCalls(10))
                        .build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).degraded().hasErrorContaining("limit of 10 llmCalls");
            assertThat(reached).hasValue(10);
            assertThat(refused).hasValue(BRANCHES - 10);
            assertThat(result.usage().llmCalls()).isEqualTo(10);
        }
    }

    /** What the tool of these tests takes. */
    record Word(String text) {}

    @Test
    void of_64_branches_exactly_as_many_reach_the_tool_as_there_may_be_calls() {
        AtomicInteger reached = new AtomicInteger();
        ConcurrentLinkedQueue<ToolErrorKind> errors = new ConcurrentLinkedQueue<>();
        Tool tool = FunctionTool.of("say", "Says a word.", Word.class, (word, context) -> {
            reached.incrementAndGet();
            return ToolResult.of(word.text());
        });
        var flow = collecting(branches(key -> Agent.of(key, (input, context) -> {
            ToolResult result = context.tools().call("say", new Word("x"));
            result.error().ifPresent(error -> errors.add(error.kind()));
            return "x";
        })));
        TestRuntime.Builder builder = TestRuntime.builder().tools(ToolRegistry.of(tool));
        flow.agents().forEach(agent -> builder.grant(agent.key(), "say"));
        try (SystemScheduler scheduler = SystemScheduler.create();
                TestRuntime runtime = builder.scheduler(scheduler)
                        .register(flow)
                        .limits(Limits.defaults().toolCalls(10))
                        .build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).succeeded();
            assertThat(reached).hasValue(10);
            assertThat(errors).hasSize(BRANCHES - 10).containsOnly(ToolErrorKind.LIMIT_EXCEEDED);
            assertThat(result.usage().toolCalls()).isEqualTo(10);
        }
    }

    @Test
    void more_branches_at_once_than_the_width_are_not_started() {
        var flow = collecting(branches(key -> Agent.of(key, (input, context) -> "x")));
        try (TestRuntime runtime = TestRuntime.builder()
                .register(flow)
                .limits(Limits.defaults().width(7))
                .build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello")))
                    .degraded()
                    .hasOutput("x".repeat(7))
                    .hasErrorContaining("limit of 7 width");
        }
    }

    @Test
    void a_request_may_ask_for_less_but_not_for_more() {
        FakeAgent<String> body = FakeAgent.returning(A, "A");
        var loop = LoopOrchestrator.of(FLOW).body(body).until("never"::equals).atMost(50);
        try (TestRuntime runtime = TestRuntime.builder()
                .register(loop)
                .limits(Limits.defaults().activations(5))
                .build()) {
            assertThat(runtime.run(
                            loop,
                            RunRequest.of("hello").limits(Limits.defaults().activations(3))))
                    .failedWith(FailureKind.LIMIT_EXCEEDED);
            assertThat(body.calls()).isEqualTo(3);
            runtime.run(loop, RunRequest.of("hello").limits(Limits.defaults().activations(100)));
            assertThat(body.calls()).isEqualTo(3 + 5);
        }
    }

    @Test
    void a_limit_that_is_reached_is_the_status_of_the_run() {
        var loop = LoopOrchestrator.of(FLOW)
                .body(returning(A))
                .until("never"::equals)
                .atMost(50);
        try (TestRuntime runtime = TestRuntime.builder()
                .register(loop)
                .limits(Limits.defaults().activations(5))
                .build()) {
            var result = runtime.run(loop, RunRequest.of("hello"));

            assertThat(result).hasStatus(RunStatus.LIMIT_EXCEEDED).hasErrorContaining("limit of 5 activations");
            assertThat(result.error()).map(error -> error.type()).contains("activations");
        }
    }

    @Test
    void an_orchestrator_that_goes_on_asking_beyond_the_limit_is_ended() {
        Agent<String> a = returning(A);
        var endless = DecidingOrchestrator.<String>of(
                FLOW,
                progress -> Decision.start(Activation.of(a).id(ActivationId.round(A, progress.started() + 1))),
                a);
        try (TestRuntime runtime = TestRuntime.builder()
                .register(endless)
                .limits(Limits.defaults().activations(5))
                .build()) {
            var result = runtime.run(endless, RunRequest.of("hello"));

            assertThat(result).hasStatus(RunStatus.LIMIT_EXCEEDED);
            assertThat(result.usage().activations()).isEqualTo(5);
            assertThat(result.outcomes()).hasSize(5 + 6);
        }
    }

    @Test
    void an_orchestrator_that_skips_without_end_is_ended() {
        var endless = DecidingOrchestrator.<String>of(
                FLOW,
                progress -> Decision.start(Activation.skip(A, "no").id(ActivationId.round(A, progress.started() + 1))));
        try (TestRuntime runtime = TestRuntime.builder()
                .register(endless)
                .limits(Limits.defaults().activations(5))
                .build()) {
            assertThat(runtime.run(endless, RunRequest.of("hello"))).hasStatus(RunStatus.LIMIT_EXCEEDED);
        }
    }

    @Test
    void every_call_of_a_model_is_recorded_with_the_hash_of_its_request() {
        Agent<String> a = Agent.of(
                A,
                (input, context) -> context.llm().generate(LlmRequest.of("one")).text()
                        + context.llm().generate(LlmRequest.of("two")).text());
        try (TestRuntime runtime = TestRuntime.builder()
                .llm(request -> LlmResponse.of("x"))
                .register(a)
                .build()) {
            var result = runtime.run(a, RunRequest.of("hello"));

            List<JournalEntry.Stepped> steps = journal(runtime, result).stream()
                    .filter(JournalEntry.Stepped.class::isInstance)
                    .map(JournalEntry.Stepped.class::cast)
                    .toList();
            assertThat(steps).extracting(step -> step.step().ordinal()).containsExactly(1, 2);
            assertThat(steps).extracting(JournalEntry.Stepped::requestHash).doesNotHaveDuplicates();
            assertThat(steps).extracting(JournalEntry.Stepped::result).containsOnly(Optional.of(LlmResponse.of("x")));
        }
    }

    @Test
    void tool_arguments_without_a_json_form_are_an_error_that_the_agent_can_act_on() {
        Tool tool = FunctionTool.of("say", "Says a word.", Word.class, (word, context) -> ToolResult.of(word.text()));
        Agent<String> a = Agent.of(A, (input, context) -> {
            ToolResult result = context.tools().call("say", Map.of("text", new Object()));
            return result.error().orElseThrow().kind().label();
        });
        try (TestRuntime runtime = TestRuntime.builder()
                .tools(ToolRegistry.of(tool))
                .grant(A, "say")
                .register(a)
                .build()) {
            assertThat(runtime.run(a, RunRequest.of("hello"))).succeeded().hasOutput("invalid_arguments");
        }
    }
}
