package ai.netra.agents.core.orchestrator;

import static ai.netra.agents.core.orchestrator.DecideTable.A;
import static ai.netra.agents.core.orchestrator.DecideTable.B;
import static ai.netra.agents.core.orchestrator.DecideTable.C;
import static ai.netra.agents.core.orchestrator.DecideTable.FLOW;
import static ai.netra.agents.core.orchestrator.DecideTable.activations;
import static ai.netra.agents.core.orchestrator.DecideTable.agent;
import static ai.netra.agents.core.orchestrator.DecideTable.decided;
import static ai.netra.agents.core.orchestrator.DecideTable.failure;
import static ai.netra.agents.core.orchestrator.DecideTable.failureOf;
import static ai.netra.agents.core.orchestrator.DecideTable.progress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupervisorOrchestratorTest {
    private final SupervisorOrchestrator<String> team = SupervisorOrchestrator.of(FLOW)
            .agent(agent(C, Dependency.required(A), Dependency.optional(B)))
            .agent(agent(A))
            .agent(agent(B))
            .endingIn(C);

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        ''              | start a b
        a=1 b?          | wait
        b=2 a?          | wait
        b!no a?         | wait
        a=1 b=2         | start c
        b=2 a=1         | start c
        b!no a=1        | start c
        b=2 a!no        | start (c)
        a!no b=2        | start (c)
        a- b=2          | start (c)
        a=1 b=2 c=3     | finish 3
        a=1 b!no c*3    | finish 3
        b!no a!no c-    | fail agent_error agent_error
        b*2 a!no c-     | fail agent_error agent_error
        """)
    void starts_each_agent_when_all_that_it_reads_have_ended(String happened, String decision) {
        assertThat(decided(team, happened)).isEqualTo(decision);
    }

    @Test
    void says_why_it_skips_an_agent() {
        assertThat(activations(team.decide(progress("b=2 a!no"))).getFirst().skipReason())
                .contains("requires a, which ended failed");
    }

    @Test
    void fails_as_the_first_agent_that_failed() {
        assertThat(failureOf(team.decide(progress("b!second a!first c-")))).isEqualTo(failure("second"));
        assertThat(failureOf(team.decide(progress("b*half a!first c-")))).isEqualTo(failure("first"));
    }

    private final WorkflowTable table = WorkflowTable.builder()
            .row("short", progress -> progress.output(A).filter("short"::equals).isPresent(), A, C)
            .otherwise("long", A, B, C);
    private final SupervisorOrchestrator<String> routed = SupervisorOrchestrator.of(FLOW)
            .agent(agent(A))
            .agent(agent(B, Dependency.required(A)))
            .agent(agent(C, Dependency.required(A), Dependency.optional(B)))
            .workflow(table)
            .endingIn(C);

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        ''              | start a
        a=long          | start b
        a=short         | start c
        a!no            | start (b)
        a!no b-         | start (c)
        a=long b=2      | start c
        a=long b!no     | start c
        a=short c=3     | finish 3
        a=long b=2 c=3  | finish 3
        a=long b=2 c!no | fail agent_error agent_error
        """)
    void follows_the_row_that_holds(String happened, String decision) {
        assertThat(decided(routed, happened)).isEqualTo(decision);
    }

    @Test
    void names_its_rows_in_order() {
        assertThat(table.rows()).extracting(WorkflowTable.Row::name).containsExactly("short", "long");
    }

    @Test
    void skips_an_agent_that_is_not_registered() {
        var supervisor = SupervisorOrchestrator.of(FLOW)
                .agent(agent(C))
                .workflow(WorkflowTable.builder().otherwise("all", A, C))
                .endingIn(C);

        assertThat(decided(supervisor, "")).isEqualTo("start (a) c");
        assertThat(activations(supervisor.decide(progress(""))).getFirst().skipReason())
                .contains("agent a is not registered");
    }

    @Test
    void skips_an_agent_that_requires_one_outside_of_the_route() {
        var supervisor = SupervisorOrchestrator.of(FLOW)
                .agent(agent(A))
                .agent(agent(B, Dependency.required(A)))
                .workflow(WorkflowTable.builder().otherwise("all", B))
                .fallback(progress -> "fallback")
                .endingIn(B);

        assertThat(activations(supervisor.decide(progress(""))).getFirst().skipReason())
                .contains("requires a, which takes no part in this route");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
        a!no c-   | finish made of 2
        a=1 c!no  | finish made of 2
        a=1 c=two | finish two
        """)
    void finishes_with_the_fallback_only_where_the_last_agent_gave_no_output(String happened, String decision) {
        var supervisor = SupervisorOrchestrator.of(FLOW)
                .agent(agent(A))
                .agent(agent(C, Dependency.required(A)))
                .fallback(progress -> "made of " + progress.outcomes().size())
                .endingIn(C);

        assertThat(decided(supervisor, happened)).isEqualTo(decision);
    }

    @Test
    void says_so_when_the_last_agent_was_skipped_and_nothing_failed() {
        var supervisor = SupervisorOrchestrator.of(FLOW)
                .agent(agent(C, Dependency.required(A)))
                .workflow(WorkflowTable.builder().otherwise("all", A, C))
                .endingIn(C);
        var decision = supervisor.decide(progress("a- c-"));

        assertThat(failureOf(decision).kind()).isEqualTo(FailureKind.UNMET_DEPENDENCY);
        assertThat(failureOf(decision).message()).contains("agent c gave no output: skipped");
    }

    @Test
    void refuses_dependencies_in_a_circle() {
        assertThatThrownBy(() -> SupervisorOrchestrator.of(FLOW)
                        .agent(agent(A, Dependency.optional(B)))
                        .agent(agent(B, Dependency.required(C)))
                        .agent(agent(C, Dependency.required(A)))
                        .endingIn(C))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("circle of dependencies: a -> b -> c -> a", "drop one");
    }

    @Test
    void refuses_an_agent_that_waits_for_itself() {
        assertThatThrownBy(() -> SupervisorOrchestrator.of(FLOW)
                        .agent(agent(A, Dependency.required(A)))
                        .endingIn(A))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("circle of dependencies: a -> a");
    }

    @Test
    void refuses_without_a_table_what_nobody_produces() {
        assertThatThrownBy(() -> SupervisorOrchestrator.of(FLOW)
                        .agent(agent(A, Dependency.required(B)))
                        .endingIn(A))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("agent a of orchestrator flow requires b", "add its producer");
    }

    @Test
    void refuses_with_a_table_what_nobody_can_produce() {
        SupervisorOrchestrator.Builder<String> builder = SupervisorOrchestrator.of(FLOW)
                .agent(agent(A, Dependency.required(B)))
                .workflow(WorkflowTable.builder().otherwise("all", A));

        assertThatThrownBy(() -> builder.endingIn(A))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll(
                        "agent a of orchestrator flow requires b", "add its producer", "with reads(...)");
        assertThat(decided(builder.reads(Dependency.required(B)).endingIn(A), ""))
                .isEqualTo("start (a)");
    }

    @Test
    void lets_an_agent_require_one_that_a_row_names_and_nobody_registered() {
        var supervisor = SupervisorOrchestrator.of(FLOW)
                .agent(agent(A, Dependency.required(B)))
                .workflow(WorkflowTable.builder()
                        .row("never", progress -> false, B)
                        .otherwise("all", A))
                .endingIn(A);

        assertThat(decided(supervisor, "")).isEqualTo("start (a)");
    }

    @Test
    void refuses_two_agents_of_one_name() {
        assertThatThrownBy(() ->
                        SupervisorOrchestrator.of(FLOW).agent(agent(A)).agent(agent(AgentKey.of("a", Long.class))))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("orchestrator flow has two agents named a; give each a name of its own");
    }

    @Test
    void refuses_to_be_without_agents() {
        assertThatThrownBy(() -> SupervisorOrchestrator.of(FLOW).endingIn(A))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("orchestrator flow has no agents");
    }

    @Test
    void refuses_to_end_in_an_agent_that_is_not_registered() {
        assertThatThrownBy(() -> SupervisorOrchestrator.of(FLOW).agent(agent(A)).endingIn(B))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll(
                        "b: java.lang.String is the one it ends in", "not registered", "set a fallback");
    }

    @Test
    void refuses_to_end_in_an_agent_that_no_row_names() {
        assertThatThrownBy(() -> SupervisorOrchestrator.of(FLOW)
                        .agent(agent(A))
                        .agent(agent(B))
                        .workflow(WorkflowTable.builder().otherwise("all", A))
                        .endingIn(B))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("ends in b", "no row of its table names");
    }

    @Test
    void refuses_a_row_that_names_an_agent_by_another_type() {
        AgentKey<Long> other = AgentKey.of("a", Long.class);

        assertThatThrownBy(() -> SupervisorOrchestrator.of(FLOW)
                        .agent(agent(A))
                        .workflow(WorkflowTable.builder().otherwise("all", other, A))
                        .endingIn(A))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll(
                        "a: java.lang.Long is named in row all",
                        "produces java.lang.String",
                        "use the agent's own key");
    }

    @Test
    void refuses_a_row_that_names_an_agent_twice() {
        assertThatThrownBy(() -> WorkflowTable.builder().otherwise("all", A, B, A))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("row all names an agent twice", "name each once");
    }
}
