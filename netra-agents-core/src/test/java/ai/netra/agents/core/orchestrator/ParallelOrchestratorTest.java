package ai.netra.agents.core.orchestrator;

import static ai.netra.agents.core.orchestrator.DecideTable.A;
import static ai.netra.agents.core.orchestrator.DecideTable.B;
import static ai.netra.agents.core.orchestrator.DecideTable.C;
import static ai.netra.agents.core.orchestrator.DecideTable.FLOW;
import static ai.netra.agents.core.orchestrator.DecideTable.NUMBER;
import static ai.netra.agents.core.orchestrator.DecideTable.agent;
import static ai.netra.agents.core.orchestrator.DecideTable.decided;
import static ai.netra.agents.core.orchestrator.DecideTable.failure;
import static ai.netra.agents.core.orchestrator.DecideTable.failureOf;
import static ai.netra.agents.core.orchestrator.DecideTable.nothing;
import static ai.netra.agents.core.orchestrator.DecideTable.progress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.ActivationId;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Outcome;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParallelOrchestratorTest {
    private final ParallelOrchestrator<String> all = three(ParallelOrchestrator.all(FLOW));
    private final ParallelOrchestrator<String> collect = three(ParallelOrchestrator.collect(FLOW));
    private final ParallelOrchestrator<String> quorum = three(ParallelOrchestrator.quorum(FLOW, 2));
    private final ParallelOrchestrator<String> firstSuccess = ParallelOrchestrator.firstSuccess(FLOW)
            .agent(agent(A))
            .agent(agent(B))
            .agent(agent(C))
            .build();

    private static ParallelOrchestrator<String> three(ParallelOrchestrator.Builder<String> builder) {
        return builder.agent(agent(A)).agent(agent(B)).agent(agent(C)).aggregating(ParallelOrchestratorTest::joined);
    }

    /** The outputs there are, in declared order. */
    private static String joined(BranchOutcomes branches) {
        return String.join("+", branches.outputs(String.class));
    }

    @ParameterizedTest(name = "{0}: all {1}, collect {2}, quorum {3}, first success {4}")
    @CsvSource(delimiter = '|', textBlock = """
        ''             | start a b c | start a b c  | start a b c | start a b c
        c=3 a? b?      | wait        | wait         | wait        | finish 3
        c*3 a? b?      | wait        | wait         | wait        | finish 3
        c=3 a=1 b?     | wait        | wait         | finish 1+3  | finish 1
        b=2 c=3 a=1    | finish 1+2+3| finish 1+2+3 | finish 1+2+3| finish 1
        c!no a? b?     | fail one    | wait         | wait        | wait
        c- a? b?       | fail skip   | wait         | wait        | wait
        c!no b=2 a?    | fail one    | wait         | wait        | finish 2
        c!no b!no a?   | fail many   | wait         | fail many   | wait
        c!no b=2 a=1   | fail one    | finish 1+2   | finish 1+2  | finish 1
        c!no b!no a=1  | fail many   | finish 1     | fail many   | finish 1
        c!no b!no a!no | fail many   | finish       | fail many   | fail many
        """)
    void decides_by_its_mode(String happened, String ofAll, String ofCollect, String ofQuorum, String ofFirst) {
        assertThat(decided(all, happened)).isEqualTo(inFull(ofAll));
        assertThat(decided(collect, happened).strip()).isEqualTo(inFull(ofCollect));
        assertThat(decided(quorum, happened)).isEqualTo(inFull(ofQuorum));
        assertThat(decided(firstSuccess, happened)).isEqualTo(inFull(ofFirst));
    }

    private static String inFull(String decision) {
        return switch (decision) {
            case "fail one" -> "fail agent_error agent_error";
            case "fail skip" -> "fail unmet_dependency unmet_dependency";
            case "fail many" -> "fail agent_error branches";
            default -> decision;
        };
    }

    @Test
    void all_fails_as_the_branch_that_failed() {
        assertThat(failureOf(all.decide(progress("b!no a? c?")))).isEqualTo(failure("no"));
    }

    @Test
    void names_each_branch_that_failed_in_declared_order() {
        assertThat(failureOf(firstSuccess.decide(progress("c!third b- a!first")))
                        .message())
                .isEqualTo("1 of 3 branches had to give an output, and 3 gave none:"
                        + " a failed: first; b skipped: branch b was skipped; c failed: third");
    }

    @Test
    void names_the_first_ten_of_many_branches_that_failed() {
        ParallelOrchestrator.RaceBuilder<String> race = ParallelOrchestrator.firstSuccess(FLOW);
        IntStream.range(0, 12).forEach(i -> race.agent(agent(AgentKey.of("agent" + i, String.class))));
        String twelve =
                IntStream.range(0, 12).mapToObj(i -> "agent" + i + "!no" + i).collect(Collectors.joining(" "));

        assertThat(failureOf(race.build().decide(progress(twelve))).message())
                .contains("agent9 failed: no9; and 2 more")
                .doesNotContain("agent10");
    }

    @Test
    void a_failure_of_many_is_of_their_kind_where_they_agree_and_retryable_where_one_is() {
        Failure late = new Failure(FailureKind.TIMED_OUT, "timed_out", "late", true);
        var progress = nothing()
                .started(ActivationId.of(C), C)
                .outcome(A, new Outcome.TimedOut<>(late))
                .outcome(B, new Outcome.TimedOut<>(Failure.of(FailureKind.TIMED_OUT, "late too")))
                .progress();

        assertThat(failureOf(quorum.decide(progress)))
                .returns(FailureKind.TIMED_OUT, Failure::kind)
                .returns(true, Failure::retryable);
    }

    @Test
    void an_aggregation_sees_branches_by_key() {
        var typed = ParallelOrchestrator.collect(FLOW)
                .agent(agent(A))
                .agent(agent(B))
                .aggregating(branches -> branches.output(A).orElse("-")
                        + branches.outcome(B).map(Outcome::label).orElse("-")
                        + branches.ended());

        assertThat(decided(typed, "b!no a=1")).isEqualTo("finish 1failed2");
    }

    @Test
    void an_aggregation_cannot_read_what_is_no_branch() {
        var nosy = ParallelOrchestrator.all(FLOW)
                .agent(agent(A))
                .aggregating(branches -> branches.output(B).orElse("-"));

        assertThatThrownBy(() -> decided(nosy, "a=1"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContainingAll("reads b: java.lang.String", "no branch", "[a: java.lang.String]");
    }

    @Test
    void an_aggregation_cannot_read_all_outputs_as_a_type_that_one_is_not() {
        var nosy = ParallelOrchestrator.all(FLOW)
                .agent(agent(A))
                .agent(agent(NUMBER))
                .aggregating(branches -> String.join("+", branches.outputs(String.class)));

        assertThatThrownBy(() -> decided(nosy, "number=1 a=1"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("an aggregation reads all outputs as java.lang.String, but the branch number:"
                        + " java.lang.Integer gave a java.lang.Integer; read each with output(key)");
    }

    @Test
    void refuses_to_be_without_branches() {
        assertThatThrownBy(() -> ParallelOrchestrator.all(FLOW).aggregating(ParallelOrchestratorTest::joined))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("orchestrator flow has no agents; add a branch with agent(...)");
        assertThatThrownBy(() -> ParallelOrchestrator.firstSuccess(FLOW).build())
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
    void refuses_a_quorum_below_one() {
        assertThatThrownBy(() -> ParallelOrchestrator.quorum(FLOW, 0))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("quorum of orchestrator flow is 0; use 1 or more");
    }

    @Test
    void refuses_a_quorum_of_more_than_there_are() {
        assertThatThrownBy(() ->
                        ParallelOrchestrator.quorum(FLOW, 2).agent(agent(A)).aggregating(branches -> ""))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage(
                        "orchestrator flow needs 2 outputs of 1 branches; add branches with agent(...), or need fewer");
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
        var reading = ParallelOrchestrator.firstSuccess(FLOW)
                .reads(Dependency.required(A))
                .agent(agent(B, Dependency.required(A)))
                .build();

        assertThat(reading.dependencies()).containsExactly(Dependency.required(A));
    }
}
