package ai.netra.agents.suite.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadValuesTest {
    private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");

    @Test
    void a_range_includes_its_start_and_not_its_end() {
        TimeRange range = new TimeRange(NOON, NOON.plusSeconds(10));

        assertThat(range.contains(NOON)).isTrue();
        assertThat(range.contains(NOON.plusSeconds(10))).isFalse();
        assertThat(range.preceding()).isEqualTo(new TimeRange(NOON.minusSeconds(10), NOON));
    }

    @Test
    void a_range_that_does_not_advance_is_refused() {
        assertThatThrownBy(() -> new TimeRange(NOON, NOON)).hasMessageContaining("later end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "-x", "x'; drop table netra_workload_request; --", "ümlaut"})
    void an_unusable_workload_id_is_refused(String id) {
        assertThatThrownBy(() -> WorkloadId.of(UserId.LOCAL, id)).hasMessageContaining("letters, digits");
    }

    @Test
    void negative_tokens_are_refused() {
        assertThatThrownBy(() -> WorkloadRequest.of(NOON, -1, 0))
                .hasMessageContaining("input tokens")
                .hasMessageContaining("-1");
    }

    @Test
    void a_blank_model_is_refused_rather_than_kept() {
        assertThatThrownBy(() -> WorkloadRequest.of(NOON, 1, 1).withModel(" ")).hasMessageContaining("leave it absent");
    }

    @Test
    void a_negative_latency_is_refused() {
        assertThatThrownBy(() -> WorkloadRequest.of(NOON, 1, 1).withLatency(Duration.ofMillis(-1)))
                .hasMessageContaining("latency");
    }

    @Test
    void reliability_is_the_share_of_sound_rows() {
        LoadReliability reliability = new LoadReliability(100, 1, 4, 5);

        assertThat(reliability.share().value()).isEqualByComparingTo("0.9");
        assertThat(reliability.share().basis()).contains("1 malformed, 4 duplicate, 5 out of order");
    }

    @Test
    void a_profile_leaves_out_fields_that_no_request_carries() {
        WorkloadProfile profile = new WorkloadProfile(
                WorkloadId.of(UserId.LOCAL, "x"),
                2,
                NOON,
                NOON,
                Map.of(WorkloadField.TIME, 2L, WorkloadField.MODEL, 0L),
                new LoadReliability(2, 0, 0, 0));

        assertThat(profile.fields()).containsExactly(WorkloadField.TIME);
        assertThat(profile.range().contains(NOON)).isTrue();
    }
}
