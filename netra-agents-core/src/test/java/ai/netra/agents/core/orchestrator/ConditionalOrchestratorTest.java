package ai.netra.agents.core.orchestrator;

import static ai.netra.agents.core.orchestrator.DecideTable.A;
import static ai.netra.agents.core.orchestrator.DecideTable.B;
import static ai.netra.agents.core.orchestrator.DecideTable.C;
import static ai.netra.agents.core.orchestrator.DecideTable.FLOW;
import static ai.netra.agents.core.orchestrator.DecideTable.NUMBER;
import static ai.netra.agents.core.orchestrator.DecideTable.agent;
import static ai.netra.agents.core.orchestrator.DecideTable.decided;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionalOrchestratorTest {
    private final ConditionalOrchestrator<String> classified = ConditionalOrchestrator.of(FLOW)
            .first(agent(NUMBER))
            .when(NUMBER, n -> n > 10, agent(A))
            .when(NUMBER, n -> n > 5, agent(B))
            .otherwise(agent(C));

    private final ConditionalOrchestrator<String> byValue = ConditionalOrchestrator.of(FLOW)
            .first(agent(NUMBER))
            .on(NUMBER, n -> n > 9 ? null : n % 5)
            .when(1, agent(A))
            .when(2, agent(B))
            .otherwise(agent(C));

    @ParameterizedTest(name = "{0}: by condition {1}, by value {2}")
    @CsvSource(delimiter = '|', textBlock = """
        ''             | start number   | start number
        number=11      | start a<11>    | start c<11>
        number=6       | start b<6>     | start a<6>
        number*7       | start b<7>     | start b<7>
        number=1       | start c<1>     | start a<1>
        number=0       | start c<0>     | start c<0>
        number!no      | fail agent_error agent_error           | fail agent_error agent_error
        number-        | fail unmet_dependency unmet_dependency | fail unmet_dependency unmet_dependency
        number=7 b=two | finish two     | finish two
        number=0 c=xx  | finish xx      | finish xx
        number=7 b!no  | fail agent_error agent_error           | fail agent_error agent_error
        """)
    void chooses_one_agent(String happened, String byConditions, String byAValue) {
        assertThat(decided(classified, happened)).isEqualTo(byConditions);
        assertThat(decided(byValue, happened)).isEqualTo(byAValue);
    }

    @Test
    void finishes_with_the_branch_that_ran_though_another_condition_holds_by_then() {
        var changing = ConditionalOrchestrator.of(FLOW)
                .when(progress -> progress.ended() > 0, agent(A))
                .otherwise(agent(B));

        assertThat(decided(changing, "b=two")).isEqualTo("finish two");
    }

    @Test
    void chooses_by_what_the_orchestrator_itself_was_given_to_read() {
        var reading = ConditionalOrchestrator.of(FLOW)
                .reads(Dependency.required(NUMBER))
                .when(NUMBER, n -> n > 5, agent(A))
                .otherwise(agent(B));
        AgentInput input = AgentInput.builder("question").output(NUMBER, 6).build();

        assertThat(decided(reading, input, "")).isEqualTo("start a");
    }

    @Test
    void chooses_by_a_value_of_what_the_orchestrator_itself_was_given_to_read() {
        var reading = ConditionalOrchestrator.of(FLOW)
                .reads(Dependency.optional(NUMBER))
                .on(NUMBER, n -> n)
                .when(6, agent(A))
                .otherwise(agent(B));
        AgentInput input = AgentInput.builder("question").output(NUMBER, 6).build();

        assertThat(decided(reading, input, "")).isEqualTo("start a");
        assertThat(decided(reading, "")).isEqualTo("start b");
    }

    @Test
    void lets_one_agent_stand_for_several_values() {
        Agent<String> a = agent(A);
        var twice = ConditionalOrchestrator.of(FLOW)
                .first(agent(NUMBER))
                .on(NUMBER, n -> n)
                .when(1, a)
                .when(2, a)
                .otherwise(a);

        assertThat(decided(twice, "number=2")).isEqualTo("start a<2>");
        assertThat(twice.agents()).hasSize(2);
    }

    @Test
    void refuses_two_agents_for_one_value() {
        var cases = ConditionalOrchestrator.of(FLOW)
                .first(agent(NUMBER))
                .on(NUMBER, n -> n)
                .when(1, agent(A));

        assertThatThrownBy(() -> cases.when(1, agent(B)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("orchestrator flow has two agents for the value '1': a and b; drop one");
    }

    @Test
    void refuses_to_be_without_values() {
        var cases = ConditionalOrchestrator.of(FLOW).first(agent(NUMBER)).on(NUMBER, n -> n);

        assertThatThrownBy(() -> cases.otherwise(agent(A)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("flow has no value to choose by", "when(value, agent)");
    }

    @Test
    void refuses_to_choose_by_conditions_and_by_a_value() {
        var conditions = ConditionalOrchestrator.of(FLOW).first(agent(NUMBER)).when(NUMBER, n -> n > 5, agent(A));

        assertThatThrownBy(() -> conditions.on(NUMBER, n -> n))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("chooses by conditions and on(number, ...)", "use one of them");
    }

    @Test
    void refuses_a_value_of_what_nobody_produces() {
        var cases = ConditionalOrchestrator.of(FLOW).on(NUMBER, n -> n).when(1, agent(A));

        assertThatThrownBy(() -> cases.otherwise(agent(B)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("a condition of orchestrator flow reads number", "reads(...)");
    }

    @Test
    void lets_one_agent_stand_for_several_conditions() {
        Agent<String> a = agent(A);
        var twice = ConditionalOrchestrator.of(FLOW)
                .when(progress -> false, a)
                .when(progress -> true, a)
                .otherwise(agent(B));

        assertThat(decided(twice, "")).isEqualTo("start a");
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
