package ai.netra.agents.core.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Progress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class DeciderTest {
    private static final AgentKey<String> FLOW = AgentKey.of("flow", String.class);
    private static final AgentKey<String> A = AgentKey.of("a", String.class);

    private final Agent<String> agent = Agent.of(A, (input, context) -> "one");
    private final Progress.Recorder recorder = Progress.recorder(AgentInput.of("question"));

    private Answer answer(Function<Progress, Decision<String>> decide) {
        Orchestrator<String> orchestrator = new Flow(List.of(agent), decide);
        Decider<String> decider = new Decider<>(orchestrator, "flow", Decider.agents(orchestrator));
        Decision<String> decision = decider.decide(recorder.progress());
        return new Answer(decision, Optional.ofNullable(decider.thrown()));
    }

    private void assertRefused(Function<Progress, Decision<String>> decide, String... message) {
        Answer answer = answer(decide);

        assertThat(answer.decision()).isInstanceOfSatisfying(Decision.Fail.class, fail -> {
            assertThat(fail.failure().kind()).isEqualTo(FailureKind.INVALID_DECISION);
            assertThat(fail.failure().message()).contains(message);
        });
        assertThat(answer.thrown()).isPresent();
    }

    @Test
    void passes_on_a_decision_that_can_be_carried_out() {
        Decision<String> start = Decision.start(Activation.of(agent));

        assertThat(answer(progress -> start).decision()).isSameAs(start);
        assertThat(answer(progress -> start).thrown()).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // what host code may do
    void refuses_null() {
        assertRefused(progress -> null, "orchestrator flow decided null", "answer Start, Wait, Finish or Fail");
    }

    @Test
    @SuppressWarnings("NullAway") // what host code may do
    void refuses_to_finish_with_null() {
        assertRefused(progress -> Decision.finish(null), "agent flow returned null; return a java.lang.String");
    }

    @Test
    @SuppressWarnings("NullAway") // what host code may do
    void refuses_to_fail_without_saying_why() {
        assertRefused(progress -> Decision.fail(null), "Fail of null", "Failure.of");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // what host code may do
    void refuses_to_finish_with_another_type() {
        assertRefused(
                progress -> (Decision) Decision.finish(7), "returned a java.lang.Integer; return a java.lang.String");
    }

    @Test
    void refuses_to_start_an_agent_that_is_not_listed() {
        Agent<String> unknown = Agent.of(AgentKey.of("unknown", String.class), (input, context) -> "");

        assertRefused(progress -> Decision.start(Activation.of(unknown)), "Start of unknown", "listed in agents()");
    }

    @Test
    void refuses_to_start_another_agent_of_a_listed_key() {
        Agent<String> other = Agent.of(A, (input, context) -> "other");

        assertRefused(
                progress -> Decision.start(Activation.of(other)), "Start of a", "start the instance that is listed");
    }

    @Test
    void refuses_an_id_that_was_used_before() {
        recorder.succeeded(A, "one");

        assertRefused(progress -> Decision.start(Activation.of(agent)), "Start of a again", "ActivationId.round");
    }

    @Test
    void refuses_an_id_that_comes_twice_in_one_decision() {
        ActivationId id = ActivationId.item(A, 3);

        assertRefused(
                progress -> Decision.start(List.of(
                        Activation.of(agent).id(id), Activation.of(agent).id(id))),
                "Start of a[3] twice");
    }

    @Test
    void lets_an_agent_be_skipped_that_does_not_exist() {
        Decision<String> skip = Decision.start(Activation.skip(AgentKey.of("unknown", String.class), "not there"));

        assertThat(answer(progress -> skip).decision()).isSameAs(skip);
    }

    @Test
    void turns_what_an_orchestrator_throws_into_a_failure() {
        Answer answer = answer(progress -> {
            throw new IllegalStateException("confused");
        });

        assertThat(answer.decision()).isInstanceOfSatisfying(Decision.Fail.class, fail -> {
            assertThat(fail.failure().kind()).isEqualTo(FailureKind.INVALID_DECISION);
            assertThat(fail.failure().type()).isEqualTo("java.lang.IllegalStateException");
        });
        assertThat(answer.thrown()).containsInstanceOf(IllegalStateException.class);
    }

    @Test
    void refuses_two_agents_of_one_name() {
        Orchestrator<String> orchestrator = new Flow(
                List.of(agent, Agent.of(AgentKey.of("a", Integer.class), (input, context) -> 1)),
                p -> Decision.await());

        assertThatThrownBy(() -> Decider.agents(orchestrator))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("orchestrator flow has two agents named a; give each a name of its own");
    }

    /** An orchestrator that decides as a test says. */
    private record Flow(List<Agent<?>> agents, Function<Progress, Decision<String>> answer)
            implements Orchestrator<String> {
        @Override
        public AgentKey<String> key() {
            return FLOW;
        }

        @Override
        public Decision<String> decide(Progress progress) {
            return answer.apply(progress);
        }
    }

    /** A decision, and what made it one to fail. */
    private record Answer(Decision<String> decision, Optional<Throwable> thrown) {}
}
