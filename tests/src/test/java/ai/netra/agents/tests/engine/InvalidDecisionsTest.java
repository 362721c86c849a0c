package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.journal;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Activation;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Dependency;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.Replay;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Decisions that cannot be carried out end their orchestrator, and nothing else. */
class InvalidDecisionsTest {
    private final FakeAgent<String> a = FakeAgent.returning(A, "A");

    private void assertRefused(String message, Function<Progress, Decision<String>> decide) {
        var flow = DecidingOrchestrator.of(FLOW, decide, a);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).failedWith(FailureKind.INVALID_DECISION).hasErrorContaining(message);
            assertThat(Replay.verify(flow, journal(runtime, result))).isPositive();
        }
    }

    @Test
    @SuppressWarnings("NullAway") // what host code may do
    void no_decision_at_all() {
        assertRefused("orchestrator flow decided null", progress -> null);
    }

    @Test
    void an_agent_that_is_not_listed() {
        Agent<String> unknown = returning(B);

        assertRefused("Start of b", progress -> Decision.start(Activation.of(unknown)));
    }

    @Test
    void an_id_that_was_used_before() {
        assertRefused("Start of a again", progress -> Decision.start(Activation.of(a)));
        assertThat(a.calls()).isEqualTo(1);
    }

    @Test
    void an_id_that_comes_twice_in_one_decision_starts_nothing() {
        assertRefused("Start of a twice", progress -> Decision.start(List.of(Activation.of(a), Activation.of(a))));
        assertThat(a.calls()).isZero();
    }

    @Test
    @SuppressWarnings("NullAway") // what host code may do
    void an_output_of_null() {
        assertRefused("agent flow returned null", progress -> Decision.finish(null));
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // what host code may do
    void an_output_of_another_type() {
        assertRefused("returned a java.lang.Integer", progress -> (Decision) Decision.finish(7));
    }

    @Test
    void an_exception_while_deciding() {
        assertRefused("confused", progress -> {
            throw new IllegalStateException("confused");
        });
    }

    @Test
    void an_error_while_deciding() {
        assertRefused("StackOverflowError", progress -> {
            throw new StackOverflowError();
        });
    }

    @Test
    void an_agent_that_cannot_say_what_it_reads() {
        AtomicBoolean broken = new AtomicBoolean();
        Agent<String> unclear = new UnclearAgent(broken);
        var flow = DecidingOrchestrator.<String>of(
                FLOW, progress -> Decision.start(Activation.of(progress.started() == 0 ? a : unclear)), a, unclear);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            broken.set(true);
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).failedWith(FailureKind.INVALID_DECISION).hasErrorContaining("unclear");
            assertThat(journal(runtime, result))
                    .filteredOn(JournalEntry.Ended.class::isInstance)
                    .singleElement()
                    .satisfies(entry -> assertThat(
                                    ((JournalEntry.Ended) entry).outcome().outcome())
                            .isEqualTo(new Outcome.Succeeded<>("A")));
            assertThat(Replay.verify(flow, journal(runtime, result))).isEqualTo(2);
        }
    }

    /** An agent that can say what it reads while it is not broken. */
    private record UnclearAgent(AtomicBoolean broken) implements Agent<String> {
        @Override
        public AgentKey<String> key() {
            return B;
        }

        @Override
        public List<Dependency<?>> dependencies() {
            if (broken.get()) {
                throw new IllegalStateException("unclear");
            }
            return List.of();
        }

        @Override
        public String process(AgentInput input, AgentContext context) {
            return "B";
        }
    }

    @Test
    void those_of_a_nested_orchestrator_leave_the_outer_one_running() {
        AgentKey<String> inner = AgentKey.of("inner", String.class);
        var nested = DecidingOrchestrator.<String>of(
                inner, progress -> Decision.start(List.of(Activation.of(a), Activation.of(a))), a);
        var flow = SequentialOrchestrator.of(FLOW).thenOptional(nested).endingIn(returning(B));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).degraded().hasOutput("B");
        }
    }

    @Test
    void siblings_of_a_nested_one_are_awaited() {
        FakeAgent<String> sibling =
                FakeAgent.builder(B).waits(Duration.ofSeconds(1)).returns("B").build();
        AgentKey<String> inner = AgentKey.of("inner", String.class);
        var nested = DecidingOrchestrator.<String>of(
                inner, progress -> Decision.start(List.of(Activation.of(a), Activation.of(a))), a);
        var flow = Flows.collect(nested, sibling);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).degraded().hasOutput("B");
        }
    }
}
