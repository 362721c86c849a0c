package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.C;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.failing;
import static ai.netra.agents.tests.engine.Flows.journal;
import static ai.netra.agents.tests.engine.Flows.outcome;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Activation;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.Outcome;
import ai.netra.agents.RequestGuard;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.orchestrator.SupervisorOrchestrator;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Time limits of runs, activations, calls of models and calls of tools. */
class DeadlinesTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final FakeAgent<String> patient =
            FakeAgent.builder(A).waits(LONG).returns("A").build();

    @Test
    void an_activation_is_interrupted_when_its_time_is_over() {
        try (TestRuntime runtime = TestRuntime.builder().register(patient).build()) {
            var result = runtime.run(patient, RunRequest.of("hello"));

            assertThat(result).failedWith(FailureKind.TIMED_OUT).hasStatus(RunStatus.TIMED_OUT);
            assertThat(result).hasErrorContaining("a/a was not done in time; raise Limits.activationTime");
            assertThat(result.duration()).isEqualTo(Duration.ofMinutes(5));
            assertThat(patient.interrupted()).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "work {0}, policy {1}, attempt {2}, activation {3}, run {4}: {5} after {6}")
    @CsvSource(textBlock = """
        4, 5, -, -, -, SUCCEEDED, 4
        6, 5, -, -, -, TIMED_OUT, 5
        4, -, 5, -, -, SUCCEEDED, 4
        6, -, 5, -, -, TIMED_OUT, 5
        6, 7, 5, -, -, TIMED_OUT, 5
        6, 5, 7, -, -, TIMED_OUT, 5
        6, 7, 8, -, -, SUCCEEDED, 6
        6, -, -, 5, -, TIMED_OUT, 5
        6, 9, 9, 5, -, TIMED_OUT, 5
        6, 5, -, 9, -, TIMED_OUT, 5
        6, -, -, -, 5, TIMED_OUT, 5
        6, 9, 9, 9, 5, TIMED_OUT, 5
        6, 7, 7, 7, 7, SUCCEEDED, 6
        """)
    void the_shortest_of_all_deadlines_holds(
            long work, String policy, String attempt, String activation, String run, RunStatus status, long seconds) {
        Agent<String> agent = FakeAgent.builder(A)
                .waits(Duration.ofSeconds(work))
                .returns("A")
                .build()
                .with(p -> p.timeout(seconds(policy)).attemptTimeout(seconds(attempt)));
        Limits limits = Limits.defaults().activationTime(seconds(activation)).runTime(seconds(run));
        try (TestRuntime runtime =
                TestRuntime.builder().limits(limits).register(agent).build()) {
            var result = runtime.run(agent, RunRequest.of("hello"));

            assertThat(result).hasStatus(status);
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(seconds));
        }
    }

    private static Duration seconds(String number) {
        return number.equals("-") ? LONG : Duration.ofSeconds(Long.parseLong(number));
    }

    @Test
    void an_activation_with_a_time_limit_of_its_own_is_interrupted_by_that() {
        var flow = DecidingOrchestrator.of(
                FLOW,
                progress -> progress.started() == 0
                        ? Decision.start(Activation.of(patient).timeout(Duration.ofSeconds(7)))
                        : Decision.finish("done"),
                patient);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(outcome(result, A)).isInstanceOf(Outcome.TimedOut.class);
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(7));
        }
    }

    @Test
    void a_time_limit_of_its_own_never_lengthens_that_of_the_run() {
        var flow = DecidingOrchestrator.of(
                FLOW,
                progress -> progress.started() == 0
                        ? Decision.start(Activation.of(patient).timeout(Duration.ofDays(1)))
                        : Decision.finish("done"),
                patient);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello")).duration()).isEqualTo(Duration.ofMinutes(5));
        }
    }

    @Test
    void what_an_agent_returns_too_late_is_not_taken() {
        Agent<String> late = Agent.of(A, (input, context) -> {
            try {
                context.clock().sleep(LONG);
            } catch (InterruptedException e) {
                return "too late";
            }
            return "in time";
        });
        try (TestRuntime runtime = TestRuntime.builder().register(late).build()) {
            assertThat(runtime.run(late, RunRequest.of("hello"))).failedWith(FailureKind.TIMED_OUT);
        }
    }

    @Test
    void an_activation_that_never_blocks_can_see_that_its_time_is_over() {
        Agent<String> spinning = Agent.of(A, (input, context) -> {
            while (true) {
                context.cancellation().throwIfCancelled();
                Thread.onSpinWait();
            }
        });
        try (SystemScheduler scheduler = SystemScheduler.create();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .register(spinning)
                        .limits(Limits.defaults().activationTime(Duration.ofMillis(20)))
                        .build()) {
            assertThat(runtime.run(spinning, RunRequest.of("hello"))).failedWith(FailureKind.TIMED_OUT);
        }
    }

    @Test
    void an_activation_that_timed_out_leaves_the_next_one_uninterrupted() {
        var flow = SequentialOrchestrator.of(FLOW)
                .thenOptional(patient)
                .endingIn(FakeAgent.builder(B)
                        .waits(Duration.ofSeconds(1))
                        .returns("B")
                        .build());
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).degraded().hasOutput("B");
        }
    }

    @Test
    void a_child_is_never_given_more_time_than_what_it_is_part_of_has_left() {
        Map<String, Instant> deadlines = new ConcurrentHashMap<>();
        Agent<String> inner = noting(C, deadlines);
        Agent<String> caller = Agent.of(B, (input, context) -> {
            deadlines.put("b", context.deadline());
            context.clock().sleep(Duration.ofMinutes(4));
            return context.call(inner, input);
        });
        var flow = SequentialOrchestrator.of(FLOW).then(noting(A, deadlines)).endingIn(caller);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).succeeded();
        }

        assertThat(deadlines.get("a")).isEqualTo(VirtualClock.START.plus(Duration.ofMinutes(5)));
        assertThat(deadlines.get("c")).isEqualTo(deadlines.get("b"));
    }

    private static Agent<String> noting(AgentKey<String> key, Map<String, Instant> deadlines) {
        return Agent.of(key, (input, context) -> {
            deadlines.put(key.name(), context.deadline());
            return "done";
        });
    }

    @Test
    void a_nested_orchestrator_hands_its_deadline_down() {
        Map<String, Instant> deadlines = new ConcurrentHashMap<>();
        var inner = SequentialOrchestrator.of(B).endingIn(noting(C, deadlines));
        var flow = DecidingOrchestrator.of(
                FLOW,
                progress -> progress.started() == 0
                        ? Decision.start(Activation.of(inner).timeout(Duration.ofSeconds(7)))
                        : Decision.finish("done"),
                inner);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            runtime.run(flow, RunRequest.of("hello"));
        }

        assertThat(deadlines.get("c")).isEqualTo(VirtualClock.START.plus(Duration.ofSeconds(7)));
    }

    @Test
    void when_the_runs_time_is_over_what_runs_is_interrupted_and_nothing_more_is_begun() {
        FakeAgent<String> never = FakeAgent.returning(B, "B");
        var flow = SequentialOrchestrator.of(FLOW).thenOptional(patient).endingIn(never);
        try (TestRuntime runtime = TestRuntime.builder()
                .register(flow)
                .limits(Limits.defaults().runTime(Duration.ofSeconds(9)))
                .build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result)
                    .hasStatus(RunStatus.TIMED_OUT)
                    .hasErrorContaining("the run's time of PT9S was over")
                    .hasErrorContaining("Limits.runTime");
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(9));
            assertThat(never.calls()).isZero();
            assertThat(outcome(result, B)).isInstanceOf(Outcome.TimedOut.class);
        }
    }

    @Test
    void parallel_branches_end_with_the_runs_time() {
        FakeAgent<String> other = FakeAgent.builder(B).waits(LONG).returns("B").build();
        var flow = Flows.collect(patient, other);
        try (TestRuntime runtime = TestRuntime.builder()
                .register(flow)
                .limits(Limits.defaults().runTime(Duration.ofSeconds(9)))
                .build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(9));
            assertThat(patient.interrupted() + other.interrupted()).isEqualTo(2);
        }
    }

    @Test
    void a_supervisor_concludes_with_its_fallback_after_the_runs_time() {
        var flow = SupervisorOrchestrator.of(FLOW)
                .agent(patient)
                .agent(FakeAgent.builder(B).requires(A).returns("B").build())
                .fallback(progress -> "fallback")
                .endingIn(B);
        try (TestRuntime runtime = TestRuntime.builder()
                .register(flow)
                .limits(Limits.defaults().runTime(Duration.ofSeconds(9)))
                .build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).degraded().hasOutput("fallback");
            assertThat(outcome(result, A).failure()).map(Failure::kind).contains(FailureKind.TIMED_OUT);
        }
    }

    @Test
    void the_runs_time_does_not_begin_before_its_guards_have_passed() {
        FakeAgent<String> agent =
                FakeAgent.builder(A).waits(Duration.ofSeconds(8)).returns("A").build();
        try (TestRuntime runtime = guarded(agent)) {
            assertThat(runtime.run(agent, RunRequest.of("hello"))).succeeded();
        }
    }

    private static TestRuntime guarded(Agent<String> agent) {
        AtomicReference<TestRuntime> runtime = new AtomicReference<>();
        runtime.set(TestRuntime.builder()
                .limits(Limits.defaults().runTime(Duration.ofSeconds(9)))
                .register(agent, request -> {
                    runtime.get().scheduler().clock().sleep(Duration.ofSeconds(5));
                    return RequestGuard.allowed();
                })
                .build());
        return runtime.get();
    }

    @Test
    void a_call_of_a_model_that_takes_too_long_is_a_failure_the_agent_can_act_on() {
        AtomicReference<TestRuntime> runtime = new AtomicReference<>();
        LlmClient llm = request -> {
            runtime.get().scheduler().clock().sleep(LONG);
            return LlmResponse.of("late");
        };
        Agent<String> a = Agent.of(A, (input, context) -> {
            try {
                return context.llm().generate(LlmRequest.of("hello")).text();
            } catch (LlmException.DeadlinePassed e) {
                context.clock().sleep(Duration.ofSeconds(1));
                return e.getMessage();
            }
        });
        runtime.set(TestRuntime.builder().llm(llm).register(a).build());
        try (TestRuntime used = runtime.get()) {
            var result = used.run(a, RunRequest.of("hello"));

            assertThat(result).succeeded().hasOutput("no answer within PT1M");
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(61));
            assertThat(journal(used, result))
                    .filteredOn(JournalEntry.Stepped.class::isInstance)
                    .singleElement()
                    .satisfies(entry ->
                            assertThat(((JournalEntry.Stepped) entry).failure()).isPresent());
        }
    }

    @Test
    void a_call_of_a_model_never_outlasts_its_activation() {
        AtomicReference<TestRuntime> runtime = new AtomicReference<>();
        LlmClient llm = request -> {
            runtime.get().scheduler().clock().sleep(LONG);
            return LlmResponse.of("late");
        };
        Agent<String> a = Agent.of(
                A,
                (input, context) ->
                        context.llm().generate(LlmRequest.of("hello")).text());
        runtime.set(TestRuntime.builder()
                .llm(llm)
                .register(a)
                .limits(Limits.defaults().activationTime(Duration.ofSeconds(20)))
                .build());
        try (TestRuntime used = runtime.get()) {
            var result = used.run(a, RunRequest.of("hello"));

            assertThat(result).failedWith(FailureKind.TIMED_OUT);
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(20));
        }
    }

    /** What the tool of these tests takes. */
    record Pause(long seconds) {}

    @Test
    void a_call_of_a_tool_that_takes_too_long_is_an_error_the_agent_can_act_on() {
        Tool tool = FunctionTool.of("pause", "Waits.", Pause.class, (pause, context) -> {
            context.clock().sleep(Duration.ofSeconds(pause.seconds()));
            return ToolResult.of("rested");
        });
        Agent<String> a = Agent.of(
                A,
                (input, context) -> context.tools()
                        .call("pause", new Pause(3600))
                        .error()
                        .orElseThrow()
                        .kind()
                        .label());
        try (TestRuntime runtime = TestRuntime.builder()
                .tools(ToolRegistry.of(tool))
                .grant(A, "pause")
                .register(a)
                .build()) {
            var result = runtime.run(a, RunRequest.of("hello"));

            assertThat(result).succeeded().hasOutput("timed_out");
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(30));
        }
    }

    @Test
    void a_tool_call_that_is_interrupted_is_recorded_and_told() {
        Tool tool = FunctionTool.of("pause", "Waits.", Pause.class, (pause, context) -> {
            context.clock().sleep(Duration.ofSeconds(pause.seconds()));
            return ToolResult.of("rested");
        });
        Agent<String> a = Agent.of(
                B,
                (input, context) -> context.tools().call("pause", new Pause(20)).as(String.class));
        Agent<String> soon = FakeAgent.builder(C)
                .waits(Duration.ofSeconds(1))
                .fails(new IllegalStateException("enough"))
                .build();
        var flow = Flows.all(a, soon);
        try (TestRuntime runtime = TestRuntime.builder()
                .tools(ToolRegistry.of(tool))
                .grant(B, "pause")
                .register(flow)
                .build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(runtime.recorder().types()).containsSubsequence(List.of("tool_executing", "tool_completed"));
            assertThat(journal(runtime, result))
                    .filteredOn(JournalEntry.Stepped.class::isInstance)
                    .singleElement()
                    .satisfies(entry ->
                            assertThat(((JournalEntry.Stepped) entry).failure()).isPresent());
        }
    }

    @Test
    void limits_longer_than_time_itself_are_none() {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        Limits limits = Limits.defaults()
                .runTime(forever)
                .activationTime(forever)
                .llmCallTime(forever)
                .toolCallTime(forever);
        Agent<String> a = Agent.of(
                A,
                (input, context) ->
                        context.llm().generate(LlmRequest.of("hello")).text());
        var flow =
                SequentialOrchestrator.of(FLOW).thenOptional(failing(B)).then(a).endingIn(returning(C));
        try (TestRuntime runtime = TestRuntime.builder()
                .llm(request -> LlmResponse.of("x"))
                .register(flow)
                .limits(limits)
                .build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).degraded().hasOutput("C");
        }
    }
}
