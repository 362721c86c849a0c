package ai.netra.agents.core.orchestrator;

import static ai.netra.agents.core.orchestrator.DecideTable.A;
import static ai.netra.agents.core.orchestrator.DecideTable.B;
import static ai.netra.agents.core.orchestrator.DecideTable.FLOW;
import static ai.netra.agents.core.orchestrator.DecideTable.agent;
import static ai.netra.agents.core.orchestrator.DecideTable.assertFails;
import static ai.netra.agents.core.orchestrator.DecideTable.assertFinishes;
import static ai.netra.agents.core.orchestrator.DecideTable.assertWaits;
import static ai.netra.agents.core.orchestrator.DecideTable.failed;
import static ai.netra.agents.core.orchestrator.DecideTable.failure;
import static ai.netra.agents.core.orchestrator.DecideTable.nothing;
import static ai.netra.agents.core.orchestrator.DecideTable.starts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.ActivationId;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import org.junit.jupiter.api.Test;

class ParallelOrchestratorTest {
    private final ParallelOrchestrator<String> all = ParallelOrchestrator.all(FLOW)
            .agent(agent(A))
            .agent(agent(B))
            .aggregating(ParallelOrchestratorTest::joined);
    private final ParallelOrchestrator<String> collect = ParallelOrchestrator.collect(FLOW)
            .agent(agent(A))
            .agent(agent(B))
            .aggregating(ParallelOrchestratorTest::joined);

    private static String joined(Progress progress) {
        return progress.output(A).orElse("-") + progress.output(B).orElse("-");
    }

    private static Progress.Recorder bothStarted() {
        return nothing().started(ActivationId.of(A), A).started(ActivationId.of(B), B);
    }

    private static Progress.Recorder afterA(Outcome<String> outcome) {
        return bothStarted().ended(ActivationId.of(A), A, outcome);
    }

    @Test
    void starts_every_branch_at_once() {
        assertThat(starts(all.decide(nothing().progress()))).containsExactly("a", "b");
    }

    @Test
    void waits_while_a_branch_runs() {
        assertWaits(all.decide(afterA(new Outcome.Succeeded<>("one")).progress()));
    }

    @Test
    void finishes_with_the_aggregate_of_all_branches() {
        assertFinishes(
                all.decide(afterA(new Outcome.Succeeded<>("one"))
                        .ended(ActivationId.of(B), B, new Outcome.Succeeded<>("two"))
                        .progress()),
                "onetwo");
    }

    @Test
    void all_fails_as_the_first_branch_that_fails_while_others_run() {
        assertFails(all.decide(afterA(failed("no")).progress()), failure("no"));
    }

    @Test
    void collect_waits_for_the_others_when_a_branch_fails() {
        assertWaits(collect.decide(afterA(failed("no")).progress()));
    }

    @Test
    void collect_finishes_with_what_outputs_there_are() {
        assertFinishes(
                collect.decide(afterA(failed("no"))
                        .ended(ActivationId.of(B), B, new Outcome.Succeeded<>("two"))
                        .progress()),
                "-two");
    }

    @Test
    void refuses_to_be_without_branches() {
        assertThatThrownBy(() -> ParallelOrchestrator.all(FLOW).aggregating(ParallelOrchestratorTest::joined))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("orchestrator flow has no agents; add a branch with agent(...)");
    }

    @Test
    void refuses_two_branches_of_one_name() {
        assertThatThrownBy(() -> ParallelOrchestrator.all(FLOW).agent(agent(A)).agent(agent(A)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("two agents named a");
    }

    @Test
    void refuses_a_branch_that_requires_another_one() {
        assertThatThrownBy(() -> ParallelOrchestrator.collect(FLOW)
                        .agent(agent(A))
                        .agent(agent(B, Dependency.required(A)))
                        .aggregating(ParallelOrchestratorTest::joined))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("agent b of orchestrator flow requires a", "run at the same time");
    }

    @Test
    void lets_branches_require_what_it_reads_itself() {
        var reading = ParallelOrchestrator.collect(FLOW)
                .reads(Dependency.required(A))
                .agent(agent(B, Dependency.required(A)))
                .aggregating(ParallelOrchestratorTest::joined);

        assertThat(reading.dependencies()).containsExactly(Dependency.required(A));
    }
}
