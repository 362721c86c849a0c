package ai.netra.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ProgressTest {
    private static final AgentKey<String> DRAFT = AgentKey.of("draft", String.class);
    private static final AgentKey<Integer> SCORE = AgentKey.of("score", Integer.class);

    @Test
    void begins_with_nothing_but_the_input() {
        Progress progress = Progress.recorder(AgentInput.of("hello")).progress();
        assertThat(progress.input().message()).isEqualTo("hello");
        assertThat(progress.started()).isZero();
        assertThat(progress.last()).isEmpty();
        assertThat(progress.latest(DRAFT)).isEmpty();
        assertThat(progress.all(DRAFT)).isEmpty();
    }

    @Test
    void counts_what_was_started_runs_and_has_ended() {
        Progress.Recorder recorder = Progress.recorder(AgentInput.of("x"));
        recorder.started(ActivationId.of(DRAFT), DRAFT).succeeded(SCORE, 3);
        Progress progress = recorder.progress();
        assertThat(progress.started()).isEqualTo(2);
        assertThat(progress.running()).isEqualTo(1);
        assertThat(progress.ended()).isEqualTo(1);
        assertThat(progress.started(DRAFT)).isEqualTo(1);
        assertThat(progress.isStarted(ActivationId.of(DRAFT))).isTrue();
        assertThat(progress.outcome(ActivationId.of(DRAFT))).isEmpty();
    }

    @Test
    void gives_the_newest_outcome_and_all_of_them_in_order() {
        Progress progress = Progress.recorder(AgentInput.of("x"))
                .succeeded(DRAFT, "one")
                .succeeded(SCORE, 1)
                .succeeded(DRAFT, "two")
                .progress();
        assertThat(progress.output(DRAFT)).contains("two");
        assertThat(progress.all(DRAFT)).containsExactly(new Outcome.Succeeded<>("one"), new Outcome.Succeeded<>("two"));
        assertThat(progress.last().orElseThrow().id()).isEqualTo(ActivationId.round(DRAFT, 2));
        assertThat(progress.outcomes()).hasSize(3);
    }

    @Test
    void a_newer_failure_hides_an_older_output() {
        Progress progress = Progress.recorder(AgentInput.of("x"))
                .succeeded(DRAFT, "one")
                .outcome(DRAFT, new Outcome.Failed<>(Failure.of(FailureKind.AGENT_ERROR, "boom")))
                .progress();
        assertThat(progress.output(DRAFT)).isEmpty();
    }

    @Test
    void reads_its_own_scope_before_the_input_of_its_orchestrator() {
        AgentInput input =
                AgentInput.builder("x").output(DRAFT, "outer").output(SCORE, 7).build();
        Progress progress = Progress.recorder(input).succeeded(DRAFT, "inner").progress();
        assertThat(progress.readable(DRAFT).orElseThrow().outcome().output()).contains("inner");
        assertThat(progress.readable(SCORE).orElseThrow().outcome().output()).contains(7);
        assertThat(progress.output(SCORE)).isEmpty();
    }

    @Test
    void refuses_an_activation_id_that_is_used_twice() {
        Progress.Recorder recorder = Progress.recorder(AgentInput.of("x")).started(ActivationId.of(DRAFT), DRAFT);
        assertThatThrownBy(() -> recorder.started(ActivationId.of(DRAFT), DRAFT))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("'draft' is used twice")
                .hasMessageContaining("draft~2");
    }

    @Test
    void refuses_an_end_without_a_start_and_a_second_end() {
        Progress.Recorder recorder = Progress.recorder(AgentInput.of("x")).succeeded(DRAFT, "one");
        assertThatThrownBy(() -> recorder.ended(ActivationId.of(DRAFT), DRAFT, new Outcome.Succeeded<>("again")))
                .hasMessageContaining("cannot end");
        assertThatThrownBy(() -> recorder.ended(ActivationId.of(SCORE), SCORE, new Outcome.Succeeded<>(1)))
                .hasMessageContaining("cannot end");
    }
}
