package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.C;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.failing;
import static ai.netra.agents.tests.engine.Flows.journal;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentCallException;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Agents that call agents. */
class AgentCallsTest {
    private final AtomicReference<Throwable> caught = new AtomicReference<>();

    private Agent<String> calling(Agent<String> called) {
        return Agent.of(A, (input, context) -> {
            try {
                return context.call(called, input) + "!";
            } catch (AgentCallException | InterruptedException e) {
                caught.set(e);
                throw e;
            }
        });
    }

    @Test
    void a_call_returns_the_output() {
        Agent<String> a = calling(returning(B));
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            assertThat(runtime.run(a, RunRequest.of("hello"))).succeeded().hasOutput("B!");
        }
    }

    @Test
    void a_call_counts_as_an_activation() {
        Agent<String> a = calling(returning(B));
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            assertThat(runtime.run(a, RunRequest.of("hello")))
                    .hasUsageSatisfying(usage -> assertThat(usage.activations()).isEqualTo(2));
        }
    }

    @Test
    void calls_are_recorded_under_their_activation_with_ordinals() {
        Agent<String> b = returning(B);
        Agent<String> a =
                Agent.of(A, (input, context) -> context.call(b, input) + context.call(b, input.withMessage("again")));
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            var result = runtime.run(a, RunRequest.of("hello"));

            List<JournalEntry.Called> calls = journal(runtime, result).stream()
                    .filter(JournalEntry.Called.class::isInstance)
                    .map(JournalEntry.Called.class::cast)
                    .toList();
            assertThat(calls).extracting(call -> call.step().toString()).containsExactly("a/a!1/1", "a/a!1/2");
            assertThat(calls)
                    .extracting(JournalEntry.Called::requestHash)
                    .doesNotHaveDuplicates()
                    .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
        }
    }

    @Test
    void a_called_orchestrator_decides_in_a_scope_of_its_own() {
        var inner = SequentialOrchestrator.of(FLOW).then(returning(B)).endingIn(returning(C));
        Agent<String> a = calling(inner);
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            var result = runtime.run(a, RunRequest.of("hello"));

            assertThat(result).succeeded().hasOutput("C!");
            assertThat(result.outputs()).containsOnlyKeys("a");
            assertThat(journal(runtime, result))
                    .filteredOn(JournalEntry.Decided.class::isInstance)
                    .extracting(entry -> ((JournalEntry.Decided) entry).scope())
                    .contains("a/a!1/1/flow");
        }
    }

    @Test
    void a_failed_call_throws_with_the_outcome_and_the_cause() {
        Agent<String> a = calling(failing(B));
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            assertThat(runtime.run(a, RunRequest.of("hello")))
                    .failedWith(FailureKind.AGENT_ERROR)
                    .hasErrorContaining("b failed");
        }

        assertThat(caught.get()).isInstanceOfSatisfying(AgentCallException.class, thrown -> {
            assertThat(thrown.agent()).isEqualTo("b");
            assertThat(thrown.outcome()).isInstanceOf(Outcome.Failed.class);
            assertThat(thrown.getCause()).isInstanceOf(IllegalStateException.class);
        });
    }

    @Test
    void a_caller_may_go_on_without_the_agent_it_called() {
        Agent<String> b = failing(B);
        Agent<String> a = Agent.of(A, (input, context) -> {
            try {
                return context.call(b, input);
            } catch (AgentCallException e) {
                return "instead";
            }
        });
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            assertThat(runtime.run(a, RunRequest.of("hello"))).succeeded().hasOutput("instead");
        }
    }

    @Test
    void a_degraded_output_degrades_the_caller() {
        var inner = SequentialOrchestrator.of(FLOW).thenOptional(failing(B)).endingIn(returning(C));
        Agent<String> a = calling(inner);
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            assertThat(runtime.run(a, RunRequest.of("hello")))
                    .degraded()
                    .hasOutput("C!")
                    .hasErrorContaining("b failed");
        }
    }

    @Test
    void a_cancelled_run_interrupts_a_call_and_its_caller() {
        FakeAgent<String> patient =
                FakeAgent.builder(B).waits(Duration.ofMinutes(2)).returns("B").build();
        Agent<String> a = calling(patient);
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            runtime.scheduler()
                    .schedule(Duration.ofSeconds(1), () -> runtime.cancel(UserId.LOCAL, RunId.of("r1"), "enough"));

            assertThat(runtime.run(a, RunRequest.of("hello").runId("r1"))).cancelled();
            assertThat(patient.interrupted()).isEqualTo(1);
            assertThat(caught.get()).isInstanceOf(InterruptedException.class).hasMessage("enough");
        }
    }

    @Test
    void a_passed_deadline_interrupts_the_caller_of_a_call() {
        FakeAgent<String> patient =
                FakeAgent.builder(B).waits(Duration.ofMinutes(2)).returns("B").build();
        Agent<String> a = calling(patient);
        try (TestRuntime runtime = TestRuntime.builder()
                .register(a)
                .limits(Limits.defaults().activationTime(Duration.ofSeconds(5)))
                .build()) {
            assertThat(runtime.run(a, RunRequest.of("hello"))).failedWith(FailureKind.TIMED_OUT);
            assertThat(caught.get())
                    .isInstanceOf(InterruptedException.class)
                    .hasMessageContaining("deadline of a/a has passed");
        }
    }

    @Test
    void a_called_agent_is_not_run_without_what_it_requires() {
        FakeAgent<String> reader = FakeAgent.builder(B).requires(C).returns("B").build();
        Agent<String> a = calling(reader);
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            assertThat(runtime.run(a, RunRequest.of("hello"))).failedWith(FailureKind.UNMET_DEPENDENCY);
            assertThat(reader.calls()).isZero();
        }
    }

    @Test
    void a_called_agent_reads_what_it_is_handed() {
        FakeAgent<String> reader = FakeAgent.builder(B)
                .requires(C)
                .answers((input, context) -> input.output(C))
                .build();
        Agent<String> a = Agent.of(
                A,
                (input, context) -> context.call(
                        reader, AgentInput.builder("question").output(C, "C").build()));
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            assertThat(runtime.run(a, RunRequest.of("hello"))).succeeded().hasOutput("C");
        }
    }

    @Test
    void a_called_orchestrator_that_cannot_name_its_agents_fails_and_ends() {
        var twins = DecidingOrchestrator.<String>of(
                FLOW, progress -> Decision.finish("unreached"), returning(B), returning(B));
        Agent<String> a = calling(twins);
        try (TestRuntime runtime = TestRuntime.builder().register(a).build()) {
            assertThat(runtime.run(a, RunRequest.of("hello")))
                    .failedWith(FailureKind.AGENT_ERROR)
                    .hasErrorContaining("two agents named b");
        }
    }

    @Test
    void calls_that_recurse_end_at_the_depth_limit() {
        AtomicReference<Agent<String>> self = new AtomicReference<>();
        self.set(Agent.of(AgentKey.of("self", String.class), (input, context) -> context.call(self.get(), input)));
        try (TestRuntime runtime = TestRuntime.builder()
                .register(self.get())
                .limits(Limits.defaults().depth(5))
                .build()) {
            assertThat(runtime.run(self.get(), RunRequest.of("hello")))
                    .failedWith(FailureKind.LIMIT_EXCEEDED)
                    .hasUsageSatisfying(usage -> assertThat(usage.activations()).isEqualTo(5));
        }
    }
}
