package ai.netra.agents.core.orchestrator;

import static ai.netra.agents.core.orchestrator.DecideTable.A;
import static ai.netra.agents.core.orchestrator.DecideTable.B;
import static ai.netra.agents.core.orchestrator.DecideTable.C;
import static ai.netra.agents.core.orchestrator.DecideTable.FLOW;
import static ai.netra.agents.core.orchestrator.DecideTable.ROUTER;
import static ai.netra.agents.core.orchestrator.DecideTable.activations;
import static ai.netra.agents.core.orchestrator.DecideTable.agent;
import static ai.netra.agents.core.orchestrator.DecideTable.decided;
import static ai.netra.agents.core.orchestrator.DecideTable.failureOf;
import static ai.netra.agents.core.orchestrator.DecideTable.progress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Outcome;
import ai.netra.agents.RouterDecision;
import ai.netra.agents.RouterTurn;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupervisorRouterTest {
    private final Agent<RouterDecision> router = agent(ROUTER);
    private final SupervisorOrchestrator<String> supervisor =
            team().router(router).picks(5).endingIn(C);

    /** b requires a, c reads both if they are there. */
    private static SupervisorOrchestrator.Builder<String> team() {
        return SupervisorOrchestrator.of(FLOW)
                .agent(agent(A))
                .agent(agent(B, Dependency.required(A)))
                .agent(agent(C, Dependency.optional(A), Dependency.optional(B)));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        ''                                                           | start router<>
        router=call:a                                                | start a
        router=call:a:do_it                                          | start a'do_it'
        router*call:a                                                | start a
        router=call:a a=1                                            | start router~2<a succeeded>
        router=call:a a!no                                           | start router~2<a failed>
        router=call:a a=1 router~2=call:b                            | start b
        router=call:a a=1 router~2=call:a:again                      | start a~2'again'
        router=call:a a=1 router~2=call:b b!no                       | start router~3<a succeeded, b failed>
        router!no                                                    | fail agent_error agent_error
        router=give_up:why                                           | fail agent_error gave_up
        """)
    void does_what_the_router_wants_and_tells_it_what_came_of_it(String happened, String decision) {
        assertThat(decided(supervisor, happened)).isEqualTo(decision);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        router=call:aa                                               | start router~2<rejected>
        router=call:router                                           | start router~2<rejected>
        router=call:b                                                | start router~2<rejected>
        router=nonsense                                              | start router~2<rejected>
        router=call:a a!no router~2=call:b                           | start router~3<a failed, rejected>
        router=call:x router~2=call:b                                | start router~3<rejected>
        router=call:x router~2=call:b router~3=nonsense              | fail invalid_output unreadable
        router=nonsense router~2=call:b router~3=call:x              | fail invalid_output unknown_agent
        router=nonsense router~2=call:x router~3=call:b              | fail invalid_output unmet_dependency
        router=call:x router~2=call:x router~3=call:x                | fail invalid_output unknown_agent
        router=call:x router~2=call:y router~3=call:a a=1            | start router~4<a succeeded>
        router=call:x router~2=call:a a=1 router~3=call:y router~4=z | start router~5<a succeeded, rejected>
        """)
    void hands_back_what_cannot_be_carried_out_three_times_in_a_row(String happened, String decision) {
        assertThat(decided(supervisor, happened)).isEqualTo(decision);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        router=call:a a=1 router~2=call:a                                                    | start a~2
        router=call:a a=1 router~2=call:a a~2=1 router~3=call:a                              | start router~4<a succeeded, a succeeded, rejected>
        router=call:a a!n router~2=call:a a~2!n router~3=call:a                              | start router~4<a failed, a failed, rejected>
        router=call:a a=1 router~2=call:a a~2=1 router~3=call:a router~4=call:a              | fail limit_exceeded repeats
        router=call:a a=1 router~2=call:a a~2=1 router~3=call:a router~4=call:b              | start b
        router=call:a a=1 router~2=call:a a~2=1 router~3=call:a:more                         | start a~3'more'
        router=call:a a=1 router~2=call:b b=2 router~3=call:a a~2=1 router~4=call:a          | start a~3
        """)
    void hands_back_the_third_equal_call_in_a_row_and_fails_at_the_fourth(String happened, String decision) {
        assertThat(decided(supervisor, happened)).isEqualTo(decision);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        router=call:a a=1 router~2=call:b b=2 router~3=call:a a~2=3 router~4=call:b b~2=4    | start router~5<a succeeded, b succeeded, a succeeded, b succeeded>
        router=call:a a=1 router~2=call:b b=2 router~3=call:a a~2=3 router~4=call:b b~2=4 router~5=call:a:x | fail limit_exceeded picks
        router=call:a a=1 router~2=call:b b=2 router~3=call:a a~2=3 router~4=call:b b~2=4 router~5=oops     | fail limit_exceeded picks
        router=call:a a=1 router~2=call:b b=2 router~3=call:a a~2=3 router~4=call:c c=4 router~5=finish     | finish 4
        router=call:a a=1 router~2=call:b b=2 router~3=call:a a~2=3 router~4=call:b b~2=4 router~5=finish   | start c
        """)
    void asks_no_more_than_it_may(String happened, String decision) {
        assertThat(decided(supervisor, happened)).isEqualTo(decision);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        router=call:c c=3 router~2=finish                            | finish 3
        router=call:c c=3 router~2=finish:done                       | finish 3
        router=finish                                                | start c
        router=finish c=3                                            | finish 3
        router=finish c!no                                           | start router~2<c failed>
        router=finish c!no router~2=finish                           | start c~2
        router=finish c!no router~2=finish c~2=3                     | finish 3
        router=call:c c!no router~2=call:a a=1 router~3=finish       | start c~2
        """)
    void ends_in_the_output_of_an_agent_which_runs_then_if_it_has_none(String happened, String decision) {
        assertThat(decided(supervisor, happened)).isEqualTo(decision);
    }

    @Test
    void does_not_end_before_what_the_last_agent_requires_is_there() {
        var needy = team().router(router).endingIn(B);

        assertThat(decided(needy, "router=finish")).isEqualTo("start router~2<rejected>");
        assertThat(turn(needy, "router=finish").feedback())
                .contains("it cannot end yet: b requires the output of a, which has none; call a first");
    }

    @Test
    void ends_with_a_function_of_the_last_answer_and_of_what_has_happened() {
        var telling = team().router(router)
                .endingWith((finish, progress) ->
                        finish.message().orElse("?") + progress.output(A).orElse("-"));

        assertThat(decided(telling, "router=call:a a=1 router~2=finish:done:")).isEqualTo("finish 1");
        assertThat(decided(telling, "router=finish:done")).isEqualTo("finish done-");
    }

    @Test
    void tells_the_nearest_name_of_an_agent_that_there_is_not() {
        AgentKey<String> analysis = AgentKey.of("analysis", String.class);
        var named = team().agent(agent(analysis)).router(router).endingIn(C);

        assertThat(turn(named, "router=call:analisys").feedback())
                .contains("there is no agent 'analisys'; did you mean 'analysis'?; the agents are a, b, c, analysis");
        assertThat(turn(named, "router=call:gardening").feedback())
                .contains("there is no agent 'gardening'; the agents are a, b, c, analysis");
    }

    @Test
    void tells_which_output_is_not_there_yet() {
        assertThat(turn(supervisor, "router=call:b").feedback())
                .contains("b requires the output of a, which has none; call a first");
    }

    @Test
    void tells_what_was_asked_and_what_came_of_it() {
        assertThat(turn(supervisor, "router=call:a:do_it a=1 router~2=call:c c*2")
                        .steps())
                .containsExactly(
                        new RouterTurn.Step("a", Optional.of("do_it"), new Outcome.Succeeded<>("1")),
                        new RouterTurn.Step(
                                "c", Optional.empty(), new Outcome.Degraded<>("2", DecideTable.failure("half done"))));
    }

    @Test
    void tells_of_the_newest_twenty_steps() {
        var long_ = team().router(router).picks(100).endingIn(C);
        String happened = IntStream.rangeClosed(1, 30)
                .mapToObj(i -> "router~" + i + "=call:a:" + i + " a~" + i + "=" + i)
                .collect(Collectors.joining(" "));
        RouterTurn turn = turn(long_, happened);

        assertThat(turn.earlier()).isEqualTo(10);
        assertThat(turn.steps()).hasSize(20);
        assertThat(turn.steps().getFirst().message()).contains("11");
        assertThat(turn.steps().getLast().outcome()).isEqualTo(new Outcome.Succeeded<>("30"));
    }

    private static RouterTurn turn(SupervisorOrchestrator<?> supervisor, String happened) {
        return (RouterTurn) activations(supervisor.decide(progress(happened)))
                .getFirst()
                .previous()
                .orElseThrow();
    }

    @Test
    void its_failures_name_the_router_the_bound_and_the_fix() {
        assertThat(failureOf(supervisor.decide(progress("router=call:x router~2=call:x router~3=call:x")))
                        .message())
                .isEqualTo("router router of supervisor flow gave 3 answers in a row that could not be carried out,"
                        + " the last because there is no agent 'x'; the agents are a, b, c");
        assertThat(failureOf(supervisor.decide(progress("router=give_up:impossible")))
                        .message())
                .isEqualTo("router router of supervisor flow gave up: impossible");
        assertThat(failureOf(supervisor.decide(
                                progress("router=call:a a=1 router~2=call:a a~2=1 router~3=call:a router~4=call:a")))
                        .message())
                .contains("called a with the same message 4 times in a row, though told not to", "raise repeats");
    }

    @Test
    void its_bounds_can_be_set() {
        var strict = team().router(router).picks(1).rejections(1).repeats(1).endingIn(C);

        assertThat(decided(strict, "router=call:a")).isEqualTo("fail invalid_output repeats");
        assertThat(decided(strict, "router=call:x")).isEqualTo("fail invalid_output unknown_agent");
        assertThat(decided(team().router(router).picks(1).endingIn(C), "router=call:a"))
                .isEqualTo("fail limit_exceeded picks");
    }

    @Test
    void lists_its_router_behind_its_agents() {
        assertThat(supervisor.agents())
                .extracting(agent -> agent.key().name())
                .containsExactly("a", "b", "c", "router");
    }

    @Test
    void makes_a_router_from_the_agents_it_may_call() {
        team().router(agents -> {
                    assertThat(agents).hasSize(3);
                    return router;
                })
                .endingIn(C);
    }

    @Test
    void lets_agents_read_each_other_where_neither_requires_it() {
        var critics = SupervisorOrchestrator.of(FLOW)
                .agent(agent(A, Dependency.optional(B)))
                .agent(agent(B, Dependency.required(A)))
                .router(router)
                .endingIn(A);

        assertThat(decided(critics, "router=call:a a=1 router~2=call:b b=2 router~3=call:a"))
                .isEqualTo("start a~2");
    }

    @Test
    void refuses_agents_that_can_begin_only_after_each_other() {
        var circle = SupervisorOrchestrator.of(FLOW)
                .agent(agent(A, Dependency.required(B)))
                .agent(agent(B, Dependency.required(A)));

        assertThatThrownBy(() -> circle.router(router))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("circle of dependencies: a -> b -> a", "drop one");
    }

    @Test
    void refuses_bounds_below_one() {
        var builder = team().router(router);

        assertThatThrownBy(() -> builder.picks(0)).hasMessage("picks of supervisor flow is 0; use 1 or more");
        assertThatThrownBy(() -> builder.rejections(0)).hasMessage("rejections of supervisor flow is 0; use 1 or more");
        assertThatThrownBy(() -> builder.repeats(-1)).hasMessage("repeats of supervisor flow is -1; use 1 or more");
    }

    @Test
    void refuses_a_router_without_agents() {
        assertThatThrownBy(() -> SupervisorOrchestrator.of(FLOW).router(router))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("orchestrator flow has no agents; register one with agent(...)");
    }

    @Test
    void refuses_an_agent_of_the_routers_name() {
        Agent<String> rival = agent(AgentKey.of("router", String.class));

        assertThatThrownBy(() -> team().agent(rival).router(router))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("two agents named router");
    }

    @Test
    void refuses_a_router_that_requires_what_is_not_there_when_it_is_first_asked() {
        assertThatThrownBy(() -> team().router(agent(ROUTER, Dependency.required(A))))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll(
                        "agent router of orchestrator flow requires a", "make the dependency optional");
    }

    @Test
    void refuses_a_router_beside_a_table_or_a_fallback() {
        assertThatThrownBy(() -> team().workflow(WorkflowTable.builder().otherwise("all", A))
                        .router(router))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("has a router and a workflow table; drop one of them");
        assertThatThrownBy(() -> team().fallback(progress -> "x").router(router))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("has a router and a fallback; drop one of them");
    }

    @Test
    void refuses_to_end_in_an_agent_that_is_not_registered() {
        AgentKey<String> nobody = AgentKey.of("nobody", String.class);

        assertThatThrownBy(() -> team().router(router).endingIn(nobody))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll(
                        "nobody: java.lang.String is the one it ends in", "not registered", "end with a function");
    }
}
