package ai.netra.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OrchestrationResultTest {
    private static final AgentKey<String> DRAFT = AgentKey.of("draft", String.class);
    private static final Failure BOOM = Failure.of(FailureKind.AGENT_ERROR, "boom");

    private static OrchestrationResult.Builder<String> result() {
        return OrchestrationResult.builder(RunId.of("r1"), RunRequest.of("hello"));
    }

    @Test
    void of_a_success_gives_its_output() {
        OrchestrationResult<String> result =
                result().outcome(new Outcome.Succeeded<>("done")).build();
        assertThat(result.success()).isTrue();
        assertThat(result.orThrow()).isEqualTo("done");
        assertThat(result.error()).isEmpty();
    }

    @Test
    void of_a_degraded_run_is_no_success_but_has_its_output() {
        OrchestrationResult<String> result =
                result().outcome(new Outcome.Degraded<>("half", BOOM)).build();
        assertThat(result.success()).isFalse();
        assertThat(result.output()).contains("half");
        assertThatThrownBy(result::orThrow)
                .isInstanceOf(RunFailedException.class)
                .hasMessageContaining("degraded")
                .hasMessageContaining("boom");
    }

    @Test
    void of_a_failure_keeps_phase_and_partial_results() {
        List<ActivationOutcome<?>> outcomes =
                List.of(new ActivationOutcome<>(ActivationId.of(DRAFT), DRAFT, new Outcome.Succeeded<>("text")));
        OrchestrationResult<String> result = result().outcome(new Outcome.Failed<>(BOOM))
                .outcomes(outcomes)
                .phase("review")
                .build();
        RunError error = result.error().orElseThrow();
        assertThat(error.phase()).isEqualTo("review");
        assertThat(error.message()).isEqualTo("boom");
        assertThat(error.partialResults()).containsEntry("draft", "text");
        assertThat(result.output(DRAFT)).contains("text");
    }

    @Test
    void of_a_refusal_says_why() {
        OrchestrationResult<String> result = result().refused("too short").build();
        assertThat(result.status()).isEqualTo(RunStatus.REFUSED);
        assertThat(result.error().orElseThrow().message()).isEqualTo("too short");
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void a_failure_is_never_an_output(FailureKind kind) {
        Outcome<String> outcome = Outcome.failing(Failure.of(kind, "no"));
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.failure()).isPresent();
        OrchestrationResult<String> result = result().outcome(outcome).build();
        assertThat(result.success()).isFalse();
        assertThat(result.output()).isEmpty();
    }
}
