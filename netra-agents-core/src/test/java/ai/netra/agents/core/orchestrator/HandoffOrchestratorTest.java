package ai.netra.agents.core.orchestrator;

import static ai.netra.agents.core.orchestrator.DecideTable.FLOW;
import static ai.netra.agents.core.orchestrator.DecideTable.NUMBER;
import static ai.netra.agents.core.orchestrator.DecideTable.agent;
import static ai.netra.agents.core.orchestrator.DecideTable.decidedOnHandoffs;
import static ai.netra.agents.core.orchestrator.DecideTable.failureOf;
import static ai.netra.agents.core.orchestrator.DecideTable.handoffKey;
import static ai.netra.agents.core.orchestrator.DecideTable.handoffs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.Handoff;
import ai.netra.agents.InvalidDefinitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandoffOrchestratorTest {
    private static final AgentKey<Handoff<String>> FRONT = handoffKey("front");
    private static final AgentKey<Handoff<String>> BILLING = handoffKey("billing");
    private static final AgentKey<Handoff<String>> TECHNICS = handoffKey("technics");

    private final HandoffOrchestrator<String> desk =
            desk().allow(BILLING, TECHNICS).atMost(3).startingWith(agent(FRONT));

    private static HandoffOrchestrator.Builder<String> desk() {
        return HandoffOrchestrator.of(FLOW).agent(agent(BILLING)).agent(agent(TECHNICS));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        ''                                                         | start front
        front=done:42                                              | finish 42
        front*done:42                                              | finish 42
        front=to:billing                                           | start billing<to billing>
        front=to:billing:too_much                                  | start billing'too_much'<to billing>
        front=to:front                                             | start front~2<to front>
        front=to:billing billing=done:1                            | finish 1
        front=to:billing billing=to:technics                       | start technics<to technics>
        front=to:technics technics=to:front                        | start front~2<to front>
        front!no                                                   | fail agent_error agent_error
        front=to:billing billing!no                                | fail agent_error agent_error
        front=to:biling                                            | fail invalid_output unknown_agent
        front=to:billing billing=to:front                          | fail invalid_output forbidden_handoff
        front=to:technics technics=to:front front~2=to:technics    | start technics~2<to technics>
        front=to:technics technics=to:front front~2=to:technics technics~2=done:x   | finish x
        front=to:technics technics=to:front front~2=to:technics technics~2=to:front | fail limit_exceeded handoffs
        """)
    void follows_the_conversation(String happened, String decision) {
        assertThat(decidedOnHandoffs(desk, happened)).isEqualTo(decision);
    }

    @Test
    void names_the_nearest_agent_where_there_is_none_of_that_name() {
        assertThat(failureOf(desk.decide(handoffs("front=to:biling"))).message())
                .isEqualTo("agent front of orchestrator flow hands over to 'biling', which there is not;"
                        + " did you mean 'billing'?; the agents are billing, technics, front");
    }

    @Test
    void says_who_may_hand_over_to_whom() {
        assertThat(failureOf(desk.decide(handoffs("front=to:billing billing=to:front")))
                        .message())
                .isEqualTo("agent billing of orchestrator flow hands over to front, which it may not, but only to"
                        + " technics; let it end the conversation, or extend its rule with allow(...)");
        var last = desk().allow(FRONT).startingWith(agent(FRONT));
        assertThat(failureOf(last.decide(handoffs("front=to:billing"))).message())
                .isEqualTo("agent front of orchestrator flow hands over to billing, which it may not;"
                        + " let it end the conversation, or extend its rule with allow(...)");
    }

    @Test
    void rules_for_one_agent_add_up() {
        var open = desk().allow(BILLING, TECHNICS).allow(BILLING, FRONT).startingWith(agent(FRONT));

        assertThat(decidedOnHandoffs(open, "front=to:billing billing=to:front")).isEqualTo("start front~2<to front>");
    }

    @Test
    void keeps_the_rules_it_was_built_with() {
        var builder = desk().allow(BILLING, TECHNICS);
        var strict = builder.startingWith(agent(FRONT));
        builder.allow(BILLING, FRONT);

        assertThat(decidedOnHandoffs(strict, "front=to:billing billing=to:front"))
                .isEqualTo("fail invalid_output forbidden_handoff");
    }

    @Test
    void names_those_that_an_agent_may_hand_over_to_in_the_order_of_its_rule() {
        var ordered = desk().allow(FRONT, TECHNICS, BILLING).startingWith(agent(FRONT));

        assertThat(failureOf(ordered.decide(handoffs("front=to:front"))).message())
                .contains("but only to technics, billing;");
    }

    @Test
    void shows_the_way_that_a_conversation_went_in_circles() {
        assertThat(failureOf(desk.decide(handoffs(
                                "front=to:technics technics=to:front front~2=to:technics technics~2=to:front")))
                        .message())
                .contains(
                        "once more after 3 handoffs",
                        "front -> technics -> front -> technics -> front",
                        "raise atMost");
    }

    @Test
    void takes_ten_handoffs_by_default() {
        var patient = desk().startingWith(agent(FRONT));
        StringBuilder ten = new StringBuilder("front=to:front");
        for (int i = 2; i <= 10; i++) {
            ten.append(" front~").append(i).append("=to:front");
        }

        assertThat(decidedOnHandoffs(patient, ten.toString())).isEqualTo("start front~11<to front>");
        assertThat(decidedOnHandoffs(patient, ten + " front~11=to:front")).isEqualTo("fail limit_exceeded handoffs");
    }

    @Test
    void refuses_two_agents_of_one_name() {
        assertThatThrownBy(() -> desk().startingWith(agent(BILLING)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("two agents named billing");
    }

    @Test
    void refuses_a_bound_below_one() {
        assertThatThrownBy(() -> desk().atMost(0))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("bound of handoffs of orchestrator flow is 0; use 1 or more");
    }

    @Test
    void refuses_a_rule_about_whom_there_is_not() {
        assertThatThrownBy(() -> desk().allow(handoffKey("cellar"), BILLING).startingWith(agent(FRONT)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("cellar", "is named by allow(...)", "add it with agent(...)");
        assertThatThrownBy(() -> desk().allow(BILLING, handoffKey("cellar")).startingWith(agent(FRONT)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("cellar", "is named by allow(...)");
    }

    @Test
    void refuses_an_agent_that_requires_what_another_one_gives() {
        assertThatThrownBy(() -> desk().startingWith(agent(FRONT, Dependency.required(BILLING))))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll(
                        "agent front of orchestrator flow requires billing", "make the dependency optional");
    }

    @Test
    void refuses_to_read_another_type_than_is_produced() {
        AgentKey<Long> other = AgentKey.of("billing", Long.class);

        assertThatThrownBy(() -> desk().startingWith(agent(FRONT, Dependency.optional(other))))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("reads billing: java.lang.Long", "use the producer's key");
    }

    @Test
    void lets_agents_require_what_it_reads_itself_and_read_each_other_where_they_can_do_without() {
        var reading = HandoffOrchestrator.of(FLOW)
                .reads(Dependency.required(NUMBER))
                .agent(agent(BILLING, Dependency.required(NUMBER), Dependency.optional(FRONT)))
                .startingWith(agent(FRONT, Dependency.optional(BILLING)));

        assertThat(reading.dependencies()).containsExactly(Dependency.required(NUMBER));
    }
}
