package ai.netra.agents.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.event.AgentMetrics;
import ai.netra.agents.event.AgentMetrics.CallEnd;
import ai.netra.agents.event.CallTotals;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class InMemoryAgentMetricsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final AgentMetrics metrics = new InMemoryAgentMetrics();

    @Test
    void adds_up_calls_durations_and_errors_by_agent() {
        metrics.recordCall("triage", Duration.ofMillis(1_500), CallEnd.SUCCEEDED, NOON);
        metrics.recordCall("triage", Duration.ofNanos(3), CallEnd.FAILED, NOON.plusSeconds(2));
        metrics.recordCall("data", SECOND, CallEnd.SUCCEEDED, NOON);

        assertThat(metrics.of("triage"))
                .isEqualTo(
                        new CallTotals(2, Duration.ofMillis(1_500).plusNanos(3), 1, Optional.of(NOON.plusSeconds(2))));
        assertThat(metrics.of("data")).isEqualTo(new CallTotals(1, SECOND, 0, Optional.of(NOON)));
    }

    @Test
    void an_agent_that_was_never_called_has_zeros_and_is_not_created_by_asking() {
        assertThat(metrics.of("nobody")).isEqualTo(new CallTotals(0, Duration.ZERO, 0, Optional.empty()));
        assertThat(metrics.averageDuration("nobody")).isZero();
        assertThat(metrics.all()).isEmpty();
    }

    @Test
    void averages_durations() {
        metrics.recordCall("triage", Duration.ofSeconds(1), CallEnd.SUCCEEDED, NOON);
        metrics.recordCall("triage", Duration.ofSeconds(2), CallEnd.SUCCEEDED, NOON);

        assertThat(metrics.averageDuration("triage")).isEqualTo(Duration.ofMillis(1_500));
    }

    @Test
    void a_cancelled_call_is_a_call_and_no_error() {
        metrics.recordCall("triage", SECOND, CallEnd.CANCELLED, NOON);

        assertThat(metrics.of("triage").totalCalls()).isEqualTo(1);
        assertThat(metrics.of("triage").errors()).isZero();
    }

    @Test
    void the_last_call_is_the_one_that_ended_last_whatever_the_order_of_recording() {
        metrics.recordCall("triage", SECOND, CallEnd.SUCCEEDED, NOON.plusSeconds(5));
        metrics.recordCall("triage", SECOND, CallEnd.SUCCEEDED, NOON);

        assertThat(metrics.of("triage").lastCall()).contains(NOON.plusSeconds(5));
    }

    @Test
    void gives_all_agents_in_the_order_of_their_names_as_a_copy() {
        metrics.recordCall("triage", SECOND, CallEnd.SUCCEEDED, NOON);
        metrics.recordCall("data", SECOND, CallEnd.SUCCEEDED, NOON);
        var all = metrics.all();
        metrics.recordCall("data", SECOND, CallEnd.SUCCEEDED, NOON);

        CallTotals once = new CallTotals(1, SECOND, 0, Optional.of(NOON));
        assertThat(all).containsExactly(entry("data", once), entry("triage", once));
    }

    @Test
    void rejects_a_negative_duration() {
        assertThatThrownBy(() -> metrics.recordCall("triage", Duration.ofSeconds(-1), CallEnd.SUCCEEDED, NOON))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("PT-1S")
                .hasMessageContaining("triage");
        assertThat(metrics.all()).isEmpty();
    }

    @Test
    void has_json_under_the_names_of_the_reference_document() {
        metrics.recordCall("triage", Duration.ofMillis(1_500), CallEnd.FAILED, NOON);

        assertThat(JsonCodec.standard().encode(metrics.all()))
                .isEqualTo("{\"triage\":{\"total_calls\":1,\"total_duration\":\"PT1.5S\",\"errors\":1,"
                        + "\"last_call\":\"2026-01-01T12:00:00Z\"}}");
        assertThat(JsonCodec.standard().encode(metrics.of("nobody")))
                .isEqualTo("{\"total_calls\":0,\"total_duration\":\"PT0S\",\"errors\":0}");
    }

    @Test
    void counts_exactly_what_a_thousand_threads_record_and_never_shows_half_a_call() throws InterruptedException {
        int threads = 1_000;
        int calls = 100;
        CountDownLatch begin = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(threads);
        for (int thread = 0; thread < threads; thread++) {
            CallEnd end = thread % 4 == 0 ? CallEnd.FAILED : CallEnd.SUCCEEDED;
            Thread.startVirtualThread(() -> {
                await(begin);
                for (int call = 0; call < calls; call++) {
                    metrics.recordCall("shared", Duration.ofSeconds(1, 7), end, NOON.plusSeconds(call));
                }
                ended.countDown();
            });
        }
        begin.countDown();
        while (ended.getCount() > 0) {
            CallTotals some = metrics.of("shared");
            assertThat(some.totalDuration()).isEqualTo(Duration.ofSeconds(1, 7).multipliedBy(some.totalCalls()));
        }

        int total = threads * calls;
        assertThat(metrics.of("shared"))
                .isEqualTo(new CallTotals(
                        total,
                        Duration.ofSeconds(1, 7).multipliedBy(total),
                        total / 4,
                        Optional.of(NOON.plusSeconds(calls - 1))));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
