package ai.netra.agents.tests.engine;

import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.C;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.netra.agents.Activation;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.journal.DivergedException;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.RecordedDecision;
import ai.netra.agents.core.journal.Replay;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Journals that are fed back to orchestrators. */
class ReplayTest {
    private static List<JournalEntry> journalOf(Agent<?> agent) {
        try (LocalAgentRuntime runtime =
                LocalAgentRuntime.builder().register(agent).build()) {
            runtime.run(agent, RunRequest.of("a secret question").runId("r1"));
            return runtime.journal(UserId.LOCAL, RunId.of("r1")).orElseThrow();
        }
    }

    @Test
    void compares_every_decision() {
        var flow = SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(returning(B));

        assertThat(Replay.verify(flow, journalOf(flow))).isEqualTo(3);
    }

    @Test
    void has_nothing_to_compare_for_an_agent_that_is_no_orchestrator() {
        Agent<String> a = returning(A);

        assertThat(Replay.verify(a, journalOf(a))).isZero();
    }

    @Test
    void finds_an_orchestrator_that_counts_its_calls() {
        AtomicInteger calls = new AtomicInteger();
        Agent<String> a = returning(A);
        Agent<String> b = returning(B);
        var impure = DecidingOrchestrator.of(
                FLOW,
                progress -> progress.ended() > 0
                        ? Decision.finish("done")
                        : Decision.start(Activation.of(calls.incrementAndGet() == 1 ? a : b)),
                a,
                b);
        List<JournalEntry> journal = journalOf(impure);

        DivergedException diverged =
                catchThrowableOfType(DivergedException.class, () -> Replay.verify(impure, journal));

        assertThat(diverged)
                .hasMessageContainingAll(
                        "orchestrator flow diverged at journal entry 2",
                        "START of [a]",
                        "now START of [b]",
                        "keep decide free of");
        assertThat(diverged.scope()).isEqualTo("flow");
        assertThat(diverged.recorded().orElseThrow().kind()).isEqualTo(RecordedDecision.Kind.START);
        assertThat(diverged.now().orElseThrow().starts().getFirst().agent()).isEqualTo(B);
    }

    @Test
    void finds_an_orchestrator_that_is_not_the_one_that_ran() {
        var ran = SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(returning(B));
        var other = SequentialOrchestrator.of(FLOW).then(returning(A)).endingIn(returning(C));
        List<JournalEntry> journal = journalOf(ran);

        assertThatThrownBy(() -> Replay.verify(other, journal)).isInstanceOf(DivergedException.class);
    }

    @Test
    void finds_an_impure_orchestrator_inside_of_a_pure_one() {
        AtomicInteger calls = new AtomicInteger();
        AgentKey<String> inner = AgentKey.of("inner", String.class);
        Orchestrator<String> impure =
                DecidingOrchestrator.of(inner, progress -> Decision.finish("call " + calls.incrementAndGet()));
        var flow = SequentialOrchestrator.of(FLOW).endingIn(impure);
        List<JournalEntry> journal = journalOf(flow);

        assertThatThrownBy(() -> Replay.verify(flow, journal))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("orchestrator flow/inner diverged");
    }

    @Test
    void tells_no_messages_or_values_in_what_it_throws() {
        AtomicInteger calls = new AtomicInteger();
        Agent<String> a = returning(A);
        var impure = DecidingOrchestrator.<String>of(
                FLOW,
                progress -> progress.ended() > 0
                        ? Decision.finish("a secret output " + calls.incrementAndGet())
                        : Decision.start(
                                Activation.of(a).message("a secret message").previous("a secret value")),
                a);
        List<JournalEntry> journal = journalOf(impure);

        assertThatThrownBy(() -> Replay.verify(impure, journal))
                .isInstanceOf(DivergedException.class)
                .message()
                .doesNotContain("secret");
    }

    @Test
    void gives_an_activation_the_same_previous_output() {
        List<Optional<Object>> previous = new ArrayList<>();
        Agent<String> a = returning(A);
        Agent<String> b = Agent.of(B, (input, context) -> {
            previous.add(input.previous());
            return "B";
        });
        var flow = DecidingOrchestrator.of(
                FLOW,
                progress -> switch (progress.started()) {
                    case 0 -> Decision.start(Activation.of(a));
                    case 1 -> Decision.start(Activation.of(b).previousOutputOf(A));
                    default -> Decision.finish("done");
                },
                a,
                b);
        List<JournalEntry> journal = journalOf(flow);

        assertThat(previous).containsExactly(Optional.of("A"));
        assertThat(Replay.verify(flow, journal)).isEqualTo(3);
    }

    @Test
    void finds_an_activation_that_takes_its_previous_output_from_another_agent() {
        AtomicBoolean changed = new AtomicBoolean();
        Agent<String> a = returning(A);
        Agent<String> b = returning(B);
        Agent<String> c = returning(C);
        var flow = DecidingOrchestrator.of(
                FLOW,
                progress -> switch (progress.ended()) {
                    case 0 ->
                        progress.started() == 0
                                ? Decision.start(List.of(Activation.of(a), Activation.of(b)))
                                : Decision.await();
                    case 1 -> Decision.await();
                    case 2 -> Decision.start(Activation.of(c).previousOutputOf(changed.get() ? B : A));
                    default -> Decision.finish("done");
                },
                a,
                b,
                c);
        List<JournalEntry> journal = journalOf(flow);
        changed.set(true);

        assertThatThrownBy(() -> Replay.verify(flow, journal)).isInstanceOf(DivergedException.class);
    }

    @Test
    void repeats_a_decision_that_failed_by_an_exception() {
        var throwing = DecidingOrchestrator.<String>of(FLOW, progress -> {
            throw new IllegalStateException("confused");
        });

        assertThat(Replay.verify(throwing, journalOf(throwing))).isEqualTo(1);
    }

    @Test
    void repeats_a_decision_to_fail() {
        var failing = DecidingOrchestrator.<String>of(
                FLOW, progress -> Decision.fail(Failure.of(FailureKind.UNMET_DEPENDENCY, "nothing to do")));

        assertThat(Replay.verify(failing, journalOf(failing))).isEqualTo(1);
    }
}
