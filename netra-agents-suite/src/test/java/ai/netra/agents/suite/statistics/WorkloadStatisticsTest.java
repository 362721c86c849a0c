package ai.netra.agents.suite.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.trace.AzureTrace;
import ai.netra.agents.suite.workload.ListWorkloadRepository;
import ai.netra.agents.suite.workload.TimeRange;
import ai.netra.agents.suite.workload.WorkloadField;
import ai.netra.agents.suite.workload.WorkloadId;
import ai.netra.agents.suite.workload.WorkloadRepository;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WorkloadStatisticsTest {
    private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");
    private static final TimeRange ALWAYS = new TimeRange(Instant.EPOCH, NOON.plus(Duration.ofDays(3_650)));

    @Test
    void the_real_trace_adds_up() {
        WorkloadRepository repository = AzureTrace.loaded();

        WorkloadStatistics statistics =
                WorkloadStatistics.of(repository, AzureTrace.ID, ALWAYS).orElseThrow();

        assertThat(statistics.requests().value()).isEqualByComparingTo("8819");
        assertThat(statistics.inputTokens().total().value()).isEqualByComparingTo("18059974");
        assertThat(statistics.outputTokens().total().value()).isEqualByComparingTo("245896");
        assertThat(statistics.inputTokens().p50().value()).isEqualByComparingTo("1469");
        assertThat(statistics.inputTokens().p95().value()).isEqualByComparingTo("7315");
        assertThat(statistics.outputTokens().p99().value()).isEqualByComparingTo("252");
        assertThat(statistics.latency()).isEmpty();
        assertThat(statistics.errorRate()).isEmpty();
        assertThat(statistics.timeline().buckets()).hasSize(58);
        assertThat(statistics.usage().hours()).extracting(UsageHour::hour).containsExactly(18, 19);
    }

    @Test
    void everything_is_measured_and_says_how() {
        WorkloadStatistics statistics = of(requests(1, 2, 3, 4, 5));

        assertThat(List.of(
                        statistics.requests(),
                        statistics.inputTokens().p95(),
                        statistics.timeline().meanRequests()))
                .allSatisfy(quantity -> {
                    assertThat(quantity.provenance()).isEqualTo(Provenance.MEASURED);
                    assertThat(quantity.basis()).isNotBlank();
                });
        assertThat(statistics.inputTokens().p95().basis()).contains("nearest rank, exact");
    }

    @Test
    void there_are_none_where_there_is_no_request() {
        WorkloadRepository repository = ListWorkloadRepository.of(requests(1));

        assertThat(WorkloadStatistics.of(repository, WorkloadId.of(UserId.LOCAL, "unknown"), ALWAYS))
                .isEmpty();
        assertThat(WorkloadStatistics.of(
                        repository, ListWorkloadRepository.ID, new TimeRange(Instant.EPOCH, NOON.minusSeconds(1))))
                .isEmpty();
    }

    @Property(tries = 200)
    void totals_means_and_percentiles_are_those_of_the_sorted_list(
            @ForAll @NotEmpty List<@IntRange(max = 100_000) Integer> tokens) {
        WorkloadStatistics statistics =
                of(requests(tokens.stream().mapToInt(Integer::intValue).toArray()));
        long[] sorted = tokens.stream().mapToLong(Integer::longValue).sorted().toArray();
        long total = tokens.stream().mapToLong(Integer::longValue).sum();

        SeriesStatistics input = statistics.inputTokens();

        assertThat(input.total().value()).isEqualByComparingTo(BigDecimal.valueOf(total));
        assertThat(input.mean().value().doubleValue()).isCloseTo((double) total / sorted.length, byOneIn(1e12));
        assertThat(input.p50().value().longValueExact()).isEqualTo(sorted[Math.ceilDiv(sorted.length * 50, 100) - 1]);
        assertThat(input.p95().value().longValueExact()).isEqualTo(sorted[Math.ceilDiv(sorted.length * 95, 100) - 1]);
        assertThat(input.max().value().longValueExact()).isEqualTo(sorted[sorted.length - 1]);
    }

    @Test
    void a_z_score_needs_more_than_two_values_and_quartiles_four() {
        assertThat(of(requests(1, 2)).inputTokens().outliers()).isEmpty();
        assertThat(of(requests(1, 2, 3)).inputTokens().outliers())
                .extracting(Outliers::method)
                .containsExactly(OutlierMethod.Z_SCORE);
        assertThat(of(requests(1, 2, 3, 4)).inputTokens().outliers())
                .extracting(Outliers::method)
                .containsExactly(OutlierMethod.Z_SCORE, OutlierMethod.INTERQUARTILE);
    }

    @Test
    void finds_the_value_that_stands_out() {
        List<WorkloadRequest> requests = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            requests.add(WorkloadRequest.of(NOON.plusSeconds(i), 100 + i % 10, 1));
        }
        requests.add(WorkloadRequest.of(NOON.plusSeconds(100), 5_000, 1));

        List<Outliers> outliers = of(requests).inputTokens().outliers();

        assertThat(outliers)
                .hasSize(2)
                .allSatisfy(found -> assertThat(found.count().value()).isEqualByComparingTo("1"));
    }

    @Test
    void values_that_do_not_vary_have_no_outliers_and_no_correlation() {
        WorkloadStatistics statistics = of(requests(7, 7, 7, 7, 7));

        assertThat(statistics.inputTokens().outliers())
                .allSatisfy(found -> assertThat(found.count().value()).isEqualByComparingTo("0"));
        assertThat(statistics.correlations()).isEmpty();
    }

    @Test
    void latency_that_follows_output_is_a_strong_correlation() {
        List<WorkloadRequest> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            requests.add(WorkloadRequest.of(NOON.plusSeconds(i), (i * 7) % 11, i)
                    .withLatency(Duration.ofMillis(50L + 10L * i)));
        }

        List<Correlation> correlations = of(requests).correlations();

        assertThat(correlations)
                .filteredOn(found ->
                        found.first() == WorkloadField.OUTPUT_TOKENS && found.second() == WorkloadField.LATENCY)
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.coefficient().value().doubleValue()).isCloseTo(1, byOneIn(1e9));
                    assertThat(found.strength()).isEqualTo(Correlation.Strength.STRONG);
                });
        assertThat(Correlation.Strength.of(-0.7)).isEqualTo(Correlation.Strength.STRONG);
        assertThat(Correlation.Strength.of(0.699)).isEqualTo(Correlation.Strength.WEAK);
    }

    @Test
    void a_stretch_above_one_and_a_half_times_the_mean_is_a_peak_and_an_anomaly() {
        List<WorkloadRequest> requests = new ArrayList<>();
        for (int second = 0; second < 1_800; second++) {
            if (second % 5 == 0 || second / 10 == 120) {
                requests.add(WorkloadRequest.of(NOON.plusSeconds(second), 10, 1));
            }
        }
        TimeRange burst = new TimeRange(NOON.plusSeconds(1_200), NOON.plusSeconds(1_210));

        WorkloadTimeline timeline = of(requests).timeline();

        assertThat(timeline.bucketWidth().value()).isEqualByComparingTo("10");
        assertThat(timeline.peaks()).singleElement().satisfies(peak -> {
            assertThat(peak.time()).isEqualTo(burst);
            assertThat(peak.requests().value()).isEqualByComparingTo("10");
        });
        assertThat(timeline.anomalies()).singleElement().satisfies(anomaly -> {
            assertThat(anomaly.time()).isEqualTo(burst);
            assertThat(anomaly.methods()).containsExactly(OutlierMethod.Z_SCORE, OutlierMethod.INTERQUARTILE);
        });
    }

    @Test
    void a_steadily_growing_workload_rises_by_the_slope() {
        List<WorkloadRequest> requests = new ArrayList<>();
        for (int minute = 0; minute < 120; minute++) {
            for (int i = 0; i <= minute; i++) {
                requests.add(WorkloadRequest.of(NOON.plusSeconds(60L * minute).plusMillis(10L * i), 10, 1));
            }
        }

        Trend trend = of(requests).timeline().requestTrend().orElseThrow();

        assertThat(trend.direction()).isEqualTo(Trend.Direction.RISING);
        assertThat(trend.slope().value().doubleValue()).isCloseTo(1, byOneIn(1e9));
    }

    @Test
    void hours_that_were_not_observed_are_left_out_rather_than_zero() {
        List<WorkloadRequest> requests = List.of(
                WorkloadRequest.of(NOON.plus(Duration.ofHours(11)), 1, 1),
                WorkloadRequest.of(NOON.plus(Duration.ofHours(13)), 1, 1),
                WorkloadRequest.of(NOON.plus(Duration.ofHours(13)), 1, 1));

        UsagePattern usage = of(requests).usage();

        assertThat(usage.hours()).extracting(UsageHour::hour).containsExactly(0, 1, 23);
        assertThat(usage.hours().get(0).requests().value()).isEqualByComparingTo("0");
        assertThat(usage.busiestHour()).isEqualTo(1);
    }

    @Test
    void features_rest_and_unnamed_add_up_to_all_requests() {
        List<WorkloadRequest> requests = new ArrayList<>(requests(1, 2, 3));
        for (int i = 0; i < GroupCollector.MOST_GROUPS + 5; i++) {
            requests.add(WorkloadRequest.of(NOON.plusSeconds(10L + i), 1, 1)
                    .withFeature("f" + i)
                    .withLatency(Duration.ofMillis(100)));
        }
        requests.add(WorkloadRequest.of(NOON, 5, 5).withFeature("f1"));

        Breakdown breakdown = of(requests).byFeature();

        assertThat(breakdown.groups()).hasSize(GroupCollector.MOST_GROUPS);
        assertThat(breakdown.groups().get(0).name()).isEqualTo("f1");
        assertThat(breakdown.groups().get(0).inputTokens().value()).isEqualByComparingTo("6");
        assertThat(breakdown.rest().value()).isEqualByComparingTo("5");
        assertThat(breakdown.unnamed().value()).isEqualByComparingTo("3");
    }

    @Test
    void durations_are_milliseconds_and_errors_a_share_of_those_that_say() {
        WorkloadRequest plain = WorkloadRequest.of(NOON, 1, 1).withLatency(Duration.ofNanos(1_234_567));
        WorkloadRequest failed = new WorkloadRequest(
                NOON.plusSeconds(1),
                1,
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(true));

        WorkloadStatistics statistics = of(List.of(plain, failed));

        assertThat(statistics.latency().orElseThrow().p50().value()).isEqualByComparingTo("1.234");
        assertThat(statistics.latency().orElseThrow().standardDeviation()).isEmpty();
        assertThat(statistics.errorRate().orElseThrow().value()).isEqualByComparingTo("1");
        assertThat(statistics.timeToFirstToken()).isEmpty();
    }

    @Test
    void a_collector_refuses_a_request_outside_of_its_range() {
        StatisticsCollector collector = StatisticsCollector.over(new TimeRange(NOON, NOON.plusSeconds(1)));

        assertThatThrownBy(() -> collector.accept(WorkloadRequest.of(NOON.plusSeconds(1), 1, 1)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("outside");
        assertThat(collector.result()).isEmpty();
    }

    private static Offset<Double> byOneIn(double parts) {
        return Offset.offset(1e6 / parts);
    }

    private static WorkloadStatistics of(List<WorkloadRequest> requests) {
        return WorkloadStatistics.of(ListWorkloadRepository.of(requests), ListWorkloadRepository.ID, ALWAYS)
                .orElseThrow();
    }

    private static List<WorkloadRequest> requests(int... inputTokens) {
        List<WorkloadRequest> requests = new ArrayList<>();
        for (int tokens : inputTokens) {
            requests.add(WorkloadRequest.of(NOON.plusSeconds(requests.size()), tokens, 1));
        }
        return requests;
    }
}
