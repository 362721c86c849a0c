package ai.netra.agents.core.orchestrator;

import static ai.netra.agents.core.orchestrator.DecideTable.A;
import static ai.netra.agents.core.orchestrator.DecideTable.B;
import static ai.netra.agents.core.orchestrator.DecideTable.C;
import static ai.netra.agents.core.orchestrator.DecideTable.FLOW;
import static ai.netra.agents.core.orchestrator.DecideTable.activations;
import static ai.netra.agents.core.orchestrator.DecideTable.agent;
import static ai.netra.agents.core.orchestrator.DecideTable.assertFails;
import static ai.netra.agents.core.orchestrator.DecideTable.assertFinishes;
import static ai.netra.agents.core.orchestrator.DecideTable.assertWaits;
import static ai.netra.agents.core.orchestrator.DecideTable.failed;
import static ai.netra.agents.core.orchestrator.DecideTable.failure;
import static ai.netra.agents.core.orchestrator.DecideTable.failureOf;
import static ai.netra.agents.core.orchestrator.DecideTable.nothing;
import static ai.netra.agents.core.orchestrator.DecideTable.starts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.ActivationId;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Outcome;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SupervisorOrchestratorTest {
    @Nested
    class Without_a_table {
        private final SupervisorOrchestrator<String> supervisor = SupervisorOrchestrator.of(FLOW)
                .agent(agent(C, Dependency.required(A), Dependency.optional(B)))
                .agent(agent(A))
                .agent(agent(B))
                .endingIn(C);

        @Test
        void starts_all_that_wait_for_nobody() {
            assertThat(starts(supervisor.decide(nothing().progress()))).containsExactly("a", "b");
        }

        @Test
        void waits_while_an_optional_dependency_runs() {
            var progress =
                    nothing().started(ActivationId.of(B), B).succeeded(A, "one").progress();

            assertWaits(supervisor.decide(progress));
        }

        @Test
        void starts_an_agent_when_all_that_it_reads_have_ended() {
            assertThat(starts(supervisor.decide(nothing()
                            .succeeded(A, "one")
                            .outcome(B, failed("no"))
                            .progress())))
                    .containsExactly("c");
        }

        @Test
        void skips_an_agent_whose_required_dependency_gave_no_output() {
            var skipped = activations(supervisor.decide(nothing()
                            .succeeded(B, "two")
                            .outcome(A, failed("no"))
                            .progress()))
                    .getFirst();

            assertThat(skipped.skipReason()).contains("requires a, which ended failed");
        }

        @Test
        void finishes_with_the_output_of_the_agent_it_ends_in() {
            assertFinishes(
                    supervisor.decide(nothing()
                            .succeeded(A, "one")
                            .succeeded(B, "two")
                            .succeeded(C, "three")
                            .progress()),
                    "three");
        }

        @Test
        void fails_as_the_first_agent_that_failed() {
            assertFails(
                    supervisor.decide(nothing()
                            .outcome(B, failed("b failed"))
                            .outcome(A, failed("a failed"))
                            .outcome(C, new Outcome.Skipped<>("requires a"))
                            .progress()),
                    failure("b failed"));
        }
    }

    @Nested
    class With_a_table {
        private final WorkflowTable table = WorkflowTable.builder()
                .row(
                        "short",
                        progress -> progress.output(A).filter("short"::equals).isPresent(),
                        A,
                        C)
                .otherwise("long", A, B, C);
        private final SupervisorOrchestrator<String> supervisor = SupervisorOrchestrator.of(FLOW)
                .agent(agent(A))
                .agent(agent(B, Dependency.required(A)))
                .agent(agent(C, Dependency.required(A), Dependency.optional(B)))
                .workflow(table)
                .endingIn(C);

        @Test
        void takes_the_default_row_until_another_holds() {
            assertThat(starts(supervisor.decide(nothing().progress()))).containsExactly("a");
            assertThat(starts(supervisor.decide(nothing().succeeded(A, "long").progress())))
                    .containsExactly("b");
        }

        @Test
        void changes_the_route_by_what_has_happened() {
            assertThat(starts(supervisor.decide(nothing().succeeded(A, "short").progress())))
                    .containsExactly("c");
        }

        @Test
        void does_not_wait_for_an_agent_that_takes_no_part() {
            assertFinishes(
                    supervisor.decide(
                            nothing().succeeded(A, "short").succeeded(C, "done").progress()),
                    "done");
        }

        @Test
        void skips_an_agent_that_is_not_registered() {
            var supervisor = SupervisorOrchestrator.of(FLOW)
                    .agent(agent(C))
                    .workflow(WorkflowTable.builder().otherwise("all", A, C))
                    .endingIn(C);

            assertThat(starts(supervisor.decide(nothing().progress()))).containsExactly("(a)", "c");
            assertThat(activations(supervisor.decide(nothing().progress()))
                            .getFirst()
                            .skipReason())
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

            assertThat(activations(supervisor.decide(nothing().progress()))
                            .getFirst()
                            .skipReason())
                    .contains("requires a, which takes no part in this route");
        }

        @Test
        void names_its_rows_in_order() {
            assertThat(table.rows()).extracting(WorkflowTable.Row::name).containsExactly("short", "long");
        }
    }

    @Nested
    class With_a_fallback {
        private final SupervisorOrchestrator<String> supervisor = SupervisorOrchestrator.of(FLOW)
                .agent(agent(A))
                .agent(agent(C, Dependency.required(A)))
                .fallback(progress -> "made of " + progress.outcomes().size())
                .endingIn(C);

        @Test
        void finishes_with_it_where_the_last_agent_gave_no_output() {
            assertFinishes(
                    supervisor.decide(nothing()
                            .outcome(A, failed("no"))
                            .outcome(C, new Outcome.Skipped<>("requires a"))
                            .progress()),
                    "made of 2");
        }

        @Test
        void prefers_the_output_of_the_last_agent() {
            assertFinishes(
                    supervisor.decide(
                            nothing().succeeded(A, "one").succeeded(C, "two").progress()),
                    "two");
        }
    }

    @Test
    void says_so_when_the_last_agent_was_skipped_and_nothing_failed() {
        var supervisor = SupervisorOrchestrator.of(FLOW)
                .agent(agent(C, Dependency.required(A)))
                .workflow(WorkflowTable.builder().otherwise("all", C))
                .endingIn(C);
        var decision = supervisor.decide(
                nothing().outcome(C, new Outcome.Skipped<>("requires a")).progress());

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
    void refuses_to_be_without_agents() {
        assertThatThrownBy(() -> SupervisorOrchestrator.of(FLOW).endingIn(A))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("orchestrator flow has no agents");
    }

    @Test
    void refuses_to_end_in_an_agent_that_is_not_registered() {
        assertThatThrownBy(() -> SupervisorOrchestrator.of(FLOW).agent(agent(A)).endingIn(B))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("ends in b", "not registered", "set a fallback");
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
                        "names a: java.lang.Long in row all", "produces java.lang.String", "use the agent's own key");
    }

    @Test
    void refuses_a_row_that_names_an_agent_twice() {
        assertThatThrownBy(() -> WorkflowTable.builder().otherwise("all", A, B, A))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("row all names an agent twice", "name each once");
    }
}
