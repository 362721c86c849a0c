package ai.netra.agents.core.orchestrator;

import static ai.netra.agents.core.orchestrator.DecideTable.A;
import static ai.netra.agents.core.orchestrator.DecideTable.B;
import static ai.netra.agents.core.orchestrator.DecideTable.C;
import static ai.netra.agents.core.orchestrator.DecideTable.FLOW;
import static ai.netra.agents.core.orchestrator.DecideTable.activations;
import static ai.netra.agents.core.orchestrator.DecideTable.agent;
import static ai.netra.agents.core.orchestrator.DecideTable.assertFails;
import static ai.netra.agents.core.orchestrator.DecideTable.assertFinishes;
import static ai.netra.agents.core.orchestrator.DecideTable.failed;
import static ai.netra.agents.core.orchestrator.DecideTable.failure;
import static ai.netra.agents.core.orchestrator.DecideTable.nothing;
import static ai.netra.agents.core.orchestrator.DecideTable.starts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import org.junit.jupiter.api.Test;

class SequentialOrchestratorTest {
    private final SequentialOrchestrator<String> sequence = SequentialOrchestrator.of(FLOW)
            .then(agent(A))
            .thenOptional(agent(B))
            .endingIn(agent(C));

    @Test
    void starts_the_first_step() {
        assertThat(starts(sequence.decide(nothing().progress()))).containsExactly("a");
    }

    @Test
    void tells_the_first_step_no_previous_value_of_its_own() {
        assertThat(activations(sequence.decide(nothing().progress())).getFirst().previous())
                .isEmpty();
    }

    @Test
    void starts_the_next_step_with_the_output_before() {
        var next = activations(sequence.decide(nothing().succeeded(A, "one").progress()))
                .getFirst();

        assertThat(next.key()).isEqualTo(B);
        assertThat(next.previous()).contains("one");
    }

    @Test
    void finishes_with_the_output_of_the_last_step() {
        assertFinishes(
                sequence.decide(nothing()
                        .succeeded(A, "one")
                        .succeeded(B, "two")
                        .succeeded(C, "three")
                        .progress()),
                "three");
    }

    @Test
    void fails_as_the_step_that_failed() {
        assertFails(sequence.decide(nothing().outcome(A, failed("no")).progress()), failure("no"));
    }

    @Test
    void fails_as_the_last_step_failed() {
        assertFails(
                sequence.decide(nothing()
                        .succeeded(A, "one")
                        .succeeded(B, "two")
                        .outcome(C, failed("no"))
                        .progress()),
                failure("no"));
    }

    @Test
    void goes_on_without_an_optional_step_from_the_newest_output() {
        var next = activations(sequence.decide(
                        nothing().succeeded(A, "one").outcome(B, failed("no")).progress()))
                .getFirst();

        assertThat(next.key()).isEqualTo(C);
        assertThat(next.previous()).contains("one");
    }

    @Test
    void lists_its_steps_in_order() {
        assertThat(sequence.agents()).extracting(step -> step.key().name()).containsExactly("a", "b", "c");
    }

    @Test
    void declares_what_it_reads() {
        var reading = SequentialOrchestrator.of(FLOW)
                .reads(Dependency.required(A))
                .endingIn(agent(B, Dependency.required(A)));

        assertThat(reading.dependencies()).containsExactly(Dependency.required(A));
    }

    @Test
    void refuses_two_steps_of_one_name() {
        assertThatThrownBy(() -> SequentialOrchestrator.of(FLOW).then(agent(A)).endingIn(agent(A)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("orchestrator flow has two agents named a; give each a name of its own");
    }

    @Test
    void refuses_a_step_that_requires_what_only_a_later_one_produces() {
        assertThatThrownBy(() -> SequentialOrchestrator.of(FLOW)
                        .then(agent(A, Dependency.required(B)))
                        .endingIn(agent(B)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll(
                        "agent a of orchestrator flow requires b", "before it", "add its producer", "reads(...)");
    }

    @Test
    void refuses_a_step_that_reads_another_type_than_is_produced() {
        AgentKey<Long> other = AgentKey.of("a", Long.class);

        assertThatThrownBy(() ->
                        SequentialOrchestrator.of(FLOW).then(agent(A)).endingIn(agent(B, Dependency.optional(other))))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll(
                        "reads a: java.lang.Long", "produces java.lang.String", "use the producer's key");
    }

    @Test
    void lets_a_step_read_optionally_what_nobody_produces() {
        assertThat(SequentialOrchestrator.of(FLOW)
                        .endingIn(agent(B, Dependency.optional(A)))
                        .agents())
                .hasSize(1);
    }

    @Test
    void refuses_to_declare_what_it_reads_twice() {
        assertThatThrownBy(() -> SequentialOrchestrator.of(FLOW)
                        .reads(Dependency.required(A))
                        .reads(Dependency.optional(A)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("declares a twice", "declare it once");
    }
}
