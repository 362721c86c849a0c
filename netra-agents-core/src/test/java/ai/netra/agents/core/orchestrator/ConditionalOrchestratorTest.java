package ai.netra.agents.core.orchestrator;

import static ai.netra.agents.core.orchestrator.DecideTable.A;
import static ai.netra.agents.core.orchestrator.DecideTable.B;
import static ai.netra.agents.core.orchestrator.DecideTable.C;
import static ai.netra.agents.core.orchestrator.DecideTable.FLOW;
import static ai.netra.agents.core.orchestrator.DecideTable.NUMBER;
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

import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Progress;
import org.junit.jupiter.api.Test;

class ConditionalOrchestratorTest {
    private final ConditionalOrchestrator<String> classified = ConditionalOrchestrator.of(FLOW)
            .first(agent(NUMBER))
            .when(NUMBER, n -> n > 10, agent(A))
            .when(NUMBER, n -> n > 5, agent(B))
            .otherwise(agent(C));

    @Test
    void starts_the_classifier_first() {
        assertThat(starts(classified.decide(nothing().progress()))).containsExactly("number");
    }

    @Test
    void chooses_the_first_branch_whose_condition_holds() {
        assertThat(starts(classified.decide(nothing().succeeded(NUMBER, 11).progress())))
                .containsExactly("a");
        assertThat(starts(classified.decide(nothing().succeeded(NUMBER, 6).progress())))
                .containsExactly("b");
    }

    @Test
    void chooses_the_default_where_no_condition_holds() {
        assertThat(starts(classified.decide(nothing().succeeded(NUMBER, 1).progress())))
                .containsExactly("c");
    }

    @Test
    void hands_the_classification_to_the_chosen_branch() {
        assertThat(activations(classified.decide(nothing().succeeded(NUMBER, 6).progress()))
                        .getFirst()
                        .previous())
                .contains(6);
    }

    @Test
    void finishes_with_the_output_of_the_branch_that_ran() {
        assertFinishes(
                classified.decide(
                        nothing().succeeded(NUMBER, 6).succeeded(B, "two").progress()),
                "two");
    }

    @Test
    void finishes_with_the_branch_that_ran_though_another_condition_holds_by_then() {
        var changing = ConditionalOrchestrator.of(FLOW)
                .when(progress -> progress.ended() > 0, agent(A))
                .otherwise(agent(B));

        assertFinishes(changing.decide(nothing().succeeded(B, "two").progress()), "two");
    }

    @Test
    void fails_as_its_classifier_failed() {
        assertFails(classified.decide(nothing().outcome(NUMBER, failed("no")).progress()), failure("no"));
    }

    @Test
    void fails_as_its_branch_failed() {
        assertFails(
                classified.decide(
                        nothing().succeeded(NUMBER, 6).outcome(B, failed("no")).progress()),
                failure("no"));
    }

    @Test
    void chooses_by_what_the_orchestrator_itself_was_given_to_read() {
        var reading = ConditionalOrchestrator.of(FLOW)
                .reads(Dependency.required(NUMBER))
                .when(NUMBER, n -> n > 5, agent(A))
                .otherwise(agent(B));
        AgentInput input = AgentInput.builder("question").output(NUMBER, 6).build();

        assertThat(starts(reading.decide(Progress.recorder(input).progress()))).containsExactly("a");
    }

    @Test
    void lets_one_agent_stand_for_several_conditions() {
        Agent<String> a = agent(A);
        var twice = ConditionalOrchestrator.of(FLOW)
                .when(progress -> false, a)
                .when(progress -> true, a)
                .otherwise(agent(B));

        assertThat(starts(twice.decide(nothing().progress()))).containsExactly("a");
        assertThat(twice.agents()).hasSize(2);
    }

    @Test
    void refuses_another_agent_of_the_same_name() {
        assertThatThrownBy(() -> ConditionalOrchestrator.of(FLOW)
                        .when(progress -> true, agent(A))
                        .otherwise(agent(A)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("two agents named a");
    }

    @Test
    void refuses_to_choose_the_classifier() {
        Agent<String> a = agent(A);

        assertThatThrownBy(() -> ConditionalOrchestrator.of(FLOW).first(a).when(progress -> true, a))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("has a both as its first agent and as one to choose", "choose another one");
    }

    @Test
    void refuses_to_be_without_conditions() {
        assertThatThrownBy(() -> ConditionalOrchestrator.of(FLOW).otherwise(agent(A)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("flow has no condition", "when(...)");
    }

    @Test
    void refuses_a_second_classifier() {
        assertThatThrownBy(
                        () -> ConditionalOrchestrator.of(FLOW).first(agent(A)).first(agent(B)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("first(b)", "call it once");
    }

    @Test
    void refuses_a_classifier_behind_a_condition() {
        assertThatThrownBy(() -> ConditionalOrchestrator.of(FLOW)
                        .when(progress -> true, agent(A))
                        .first(agent(B)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("first(b)", "before when(...)");
    }

    @Test
    void refuses_a_branch_that_requires_another_branch() {
        assertThatThrownBy(() -> ConditionalOrchestrator.of(FLOW)
                        .first(agent(NUMBER))
                        .when(NUMBER, n -> n > 5, agent(A))
                        .otherwise(agent(B, Dependency.required(A))))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("agent b of orchestrator flow requires a");
    }

    @Test
    void refuses_a_condition_on_what_nobody_produces() {
        assertThatThrownBy(() -> ConditionalOrchestrator.of(FLOW)
                        .when(NUMBER, n -> n > 5, agent(A))
                        .otherwise(agent(B)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("a condition of orchestrator flow reads number", "reads(...)");
    }

    @Test
    void refuses_a_condition_on_another_type_than_is_produced() {
        AgentKey<Long> other = AgentKey.of("number", Long.class);

        assertThatThrownBy(() -> ConditionalOrchestrator.of(FLOW)
                        .first(agent(NUMBER))
                        .when(other, n -> n > 5, agent(A))
                        .otherwise(agent(B)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("reads number: java.lang.Long");
    }
}
