package ai.netra.agents.suite.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.trace.AzureTrace;
import ai.netra.agents.suite.trace.CsvTrace;
import ai.netra.agents.suite.workload.JdbcWorkloadRepository;
import ai.netra.agents.suite.workload.ListWorkloadRepository;
import ai.netra.agents.suite.workload.TimeRange;
import ai.netra.agents.suite.workload.WorkloadException;
import ai.netra.agents.suite.workload.WorkloadId;
import ai.netra.agents.suite.workload.WorkloadProfile;
import ai.netra.agents.suite.workload.WorkloadRepository;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WorkloadReplayTest {
    private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");
    private static final TimeRange ALWAYS = new TimeRange(Instant.EPOCH, NOON.plus(Duration.ofDays(3_650)));
    private static final SupplyOption LARGE = SupplyOptions.priced("large", "5", "20");
    private static final SupplyOption SMALL = SupplyOptions.priced("small", "0.5", "2");

    @Test
    void costs_of_the_real_trace_equal_tokens_times_price_to_the_cent() throws IOException {
        JdbcWorkloadRepository repository = AzureTrace.loaded();
        long input = 0;
        long output = 0;
        List<String> lines = Files.readAllLines(AzureTrace.path());
        for (String line : lines.subList(1, lines.size())) {
            input += Long.parseLong(line.split(",", -1)[1]);
            output += Long.parseLong(line.split(",", -1)[2].strip());
        }
        SupplyCatalog catalog = JsonSupplyCatalog.bundled();

        ReplayReport report = WorkloadReplay.builder(repository, AzureTrace.ID, ALWAYS)
                .options(catalog.options())
                .build()
                .run()
                .orElseThrow();

        assertThat(report.requests().value()).isEqualByComparingTo("8819");
        assertThat(report.plans()).hasSameSizeAs(catalog.options());
        for (SupplyOption option : catalog.options()) {
            BigDecimal expected = option.inputPrice()
                    .value()
                    .multiply(BigDecimal.valueOf(input))
                    .add(option.outputPrice().value().multiply(BigDecimal.valueOf(output)))
                    .divide(BigDecimal.valueOf(1_000_000), 2, RoundingMode.HALF_UP);
            PlanResult plan = report.plan(option.name()).orElseThrow();
            assertThat(plan.cost().rounded(2)).isEqualByComparingTo(expected);
            assertThat(plan.cost().provenance()).isEqualTo(Provenance.ASSUMED);
            assertThat(plan.pools().get(0).capacity().orElseThrow().latencyP95().provenance())
                    .isEqualTo(Provenance.ESTIMATED);
        }
    }

    @Test
    void claims_no_saving_unless_the_current_option_is_named() {
        WorkloadRepository repository = ListWorkloadRepository.of(requests(10, 1_000_000, 0));

        ReplayReport without = replay(repository)
                .plan(ReplayPlan.allOn(LARGE))
                .plan(ReplayPlan.allOn(SMALL))
                .build()
                .run()
                .orElseThrow();
        ReplayReport with = replay(repository)
                .options(List.of(LARGE, SMALL))
                .current(LARGE)
                .build()
                .run()
                .orElseThrow();

        assertThat(without.plans()).allSatisfy(plan -> {
            assertThat(plan.saving()).isEmpty();
            assertThat(plan.savingShare()).isEmpty();
        });
        assertThat(with.plan("small").orElseThrow().saving().orElseThrow().value())
                .isEqualByComparingTo("45");
        assertThat(with.plan("small").orElseThrow().savingShare().orElseThrow().value())
                .isEqualByComparingTo("0.9");
        assertThat(with.plan("large").orElseThrow().saving()).isEmpty();
    }

    @Test
    void routes_each_request_to_the_first_that_takes_it() {
        List<WorkloadRequest> requests = new ArrayList<>(requests(3, 100, 0));
        requests.addAll(requests(2, 5_000, 0));
        ReplayPlan tiering = ReplayPlan.builder("tiering")
                .route("short", request -> request.inputTokens() <= 1_000, SMALL)
                .route("never", request -> request.inputTokens() <= 500, LARGE)
                .otherwise(LARGE);

        PlanResult result = replay(ListWorkloadRepository.of(requests))
                .plan(tiering)
                .build()
                .run()
                .orElseThrow()
                .plan("tiering")
                .orElseThrow();

        assertThat(result.pools()).extracting(PoolResult::route).containsExactly("short", "all other requests");
        assertThat(result.pools())
                .extracting(pool -> pool.requests().value().intValueExact())
                .containsExactly(3, 2);
        assertThat(result.cost().value())
                .isEqualByComparingTo(TokenCost.usd(300, 0, SMALL).add(TokenCost.usd(10_000, 0, LARGE)));
    }

    @Test
    void counts_requests_that_do_not_fit_and_does_not_drop_them() {
        List<WorkloadRequest> requests = new ArrayList<>(requests(4, 10, 0));
        requests.addAll(requests(1, 20, 0));

        PoolResult pool = single(replay(ListWorkloadRepository.of(requests)), SupplyOptions.limited("tight", 10));

        assertThat(pool.notFitting().orElseThrow().value()).isEqualByComparingTo("1");
        assertThat(pool.inputTokens().value()).isEqualByComparingTo("60");
        assertThat(single(replay(ListWorkloadRepository.of(requests)), LARGE).notFitting())
                .isEmpty();
    }

    @Test
    void says_nothing_of_capacity_where_speeds_are_unknown_and_reads_once() {
        ListWorkloadRepository repository = ListWorkloadRepository.of(requests(5, 10, 10));

        assertThat(single(replay(repository), LARGE).capacity()).isEmpty();
        assertThat(repository.reads()).isEqualTo(1);
    }

    @Test
    void a_workload_that_needs_two_replicas_gets_two() {
        // one request a second that takes 1.5 s in the only slot of a replica
        PoolResult pool = single(
                replay(ListWorkloadRepository.of(requests(200, 150, 0))),
                SupplyOptions.speedy("one-slot", "100", "1", 1));

        CapacityEstimate capacity = pool.capacity().orElseThrow();
        assertThat(capacity.verdict()).isEqualTo(CapacityVerdict.KEEPS_UP);
        assertThat(capacity.replicas().value()).isEqualByComparingTo("2");
        assertThat(capacity.utilization().orElseThrow().value().doubleValue()).isCloseTo(0.75, within(0.01));
        assertThat(capacity.latencyP50().value().doubleValue()).isCloseTo(1_500, within(1.0));
        assertThat(capacity.queuedShare().value()).isZero();
    }

    @Property(tries = 100)
    void the_least_replica_count_that_meets_a_target_is_that_of_trying_each(
            @ForAll @Size(min = 2, max = 40) List<@IntRange(max = 2_000) Integer> tokens,
            @ForAll @IntRange(min = 1, max = 3) int concurrency,
            @ForAll @IntRange(min = 100, max = 3_000) int targetMillis) {
        List<WorkloadRequest> requests = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            requests.add(WorkloadRequest.of(NOON.plusMillis(37L * i), tokens.get(i), 0));
        }
        SupplyOption option = SupplyOptions.speedy("m", "1000", "1", concurrency);

        ListWorkloadRepository repository = ListWorkloadRepository.of(requests);
        CapacityEstimate capacity = single(replay(repository).targetP95(Duration.ofMillis(targetMillis)), option)
                .capacity()
                .orElseThrow();

        Optional<Integer> expected = leastByTryingEach(requests, concurrency, targetMillis);
        if (expected.isPresent()) {
            assertThat(capacity.verdict()).isEqualTo(CapacityVerdict.MEETS_TARGET);
            assertThat(capacity.replicas().value().intValueExact()).isEqualTo(expected.get());
        } else {
            assertThat(capacity.verdict()).isEqualTo(CapacityVerdict.TARGET_OUT_OF_REACH);
        }
        assertThat(repository.reads()).isLessThanOrEqualTo(12);
    }

    @Test
    void growth_scales_costs_and_brings_requests_closer_together() {
        WorkloadRepository repository = ListWorkloadRepository.of(requests(200, 150, 0));
        SupplyOption option = SupplyOptions.speedy("one-slot", "100", "1", 1);

        PoolResult today = single(replay(repository), option);
        PoolResult grown = single(replay(repository).growth(new BigDecimal("2")), option);

        assertThat(grown.cost().value())
                .isEqualByComparingTo(today.cost().value().multiply(BigDecimal.TWO));
        assertThat(grown.cost().provenance()).isEqualTo(Provenance.ESTIMATED);
        assertThat(grown.cost().basis()).contains("usage x 2");
        assertThat(grown.capacity().orElseThrow().replicas().value()).isEqualByComparingTo("4");
    }

    @Test
    void projects_the_observed_pace_to_a_month() {
        PlanResult plan = replay(ListWorkloadRepository.of(requests(25, 1_000_000, 0)))
                .plan(ReplayPlan.allOn(LARGE))
                .build()
                .run()
                .orElseThrow()
                .plan("large")
                .orElseThrow();

        // 25 x 5 usd in 24 s
        assertThat(plan.costPerMonth().orElseThrow().value()).isEqualByComparingTo("13500000");
        assertThat(plan.costPerMonth().orElseThrow().provenance()).isEqualTo(Provenance.ESTIMATED);
    }

    @Test
    void one_instant_has_no_pace_and_no_utilization() {
        WorkloadRepository repository =
                ListWorkloadRepository.of(List.of(WorkloadRequest.of(NOON, 100, 0), WorkloadRequest.of(NOON, 100, 0)));
        ReplayReport report = replay(repository)
                .plan(ReplayPlan.allOn(SupplyOptions.speedy("m", "100", "1", 1)))
                .build()
                .run()
                .orElseThrow();

        assertThat(report.plans().get(0).costPerMonth()).isEmpty();
        CapacityEstimate capacity =
                report.plans().get(0).pools().get(0).capacity().orElseThrow();
        assertThat(capacity.utilization()).isEmpty();
        assertThat(capacity.queuedShare().value()).isEqualByComparingTo("0.5");
    }

    @Test
    void leaves_capacity_absent_where_keeping_up_is_beyond_limits() {
        PoolResult pool = single(
                replay(ListWorkloadRepository.of(requests(3, 1_000_000_000, 0))),
                SupplyOptions.speedy("slow", "0.001", "1", 1));

        assertThat(pool.capacity()).isEmpty();
    }

    @Test
    void finds_nothing_in_an_empty_range() {
        assertThat(replay(ListWorkloadRepository.of(List.of()))
                        .plan(ReplayPlan.allOn(LARGE))
                        .build()
                        .run())
                .isEmpty();
    }

    @Test
    void the_bundled_sample_replays_on_every_option_in_a_few_passes() {
        List<WorkloadRequest> requests = new ArrayList<>();
        CsvTrace.bundledSample().forEach(requests::add);
        ListWorkloadRepository repository = ListWorkloadRepository.of(requests);

        ReplayReport report = replay(repository)
                .options(JsonSupplyCatalog.bundled().options())
                .targetP95(Duration.ofSeconds(1))
                .build()
                .run()
                .orElseThrow();

        assertThat(report.passes()).isEqualTo(repository.reads()).isLessThanOrEqualTo(12);
        assertThat(report.plans()).hasSize(7);
    }

    @Test
    void notices_a_workload_that_changes_between_passes() {
        WorkloadRepository changing = new WorkloadRepository() {
            private int reads = 5;

            @Override
            public Optional<WorkloadProfile> describe(WorkloadId workload) {
                return Optional.empty();
            }

            @Override
            public void forEach(WorkloadId workload, TimeRange range, Consumer<? super WorkloadRequest> action) {
                requests(reads++, 10, 10).forEach(action);
            }
        };

        assertThatThrownBy(() -> single(replay(changing), SupplyOptions.speedy("m", "10", "10", 1)))
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining("loaded anew")
                .hasMessageContaining("run the replay again");
    }

    @Test
    void refuses_settings_that_make_no_sense() {
        WorkloadRepository repository = ListWorkloadRepository.of(requests(1, 1, 1));

        assertThatThrownBy(() -> replay(repository).build()).hasMessageContaining("no plan");
        assertThatThrownBy(() -> replay(repository).growth(BigDecimal.ZERO)).hasMessageContaining("1.5 for 50 %");
        assertThatThrownBy(() -> replay(repository).targetP95(Duration.ZERO)).hasMessageContaining("above zero");
        assertThatThrownBy(
                        () -> replay(repository).plan(ReplayPlan.allOn(LARGE)).plan(ReplayPlan.allOn(LARGE)))
                .hasMessageContaining("two plans named 'large'");
        assertThatThrownBy(() -> replay(repository).current(LARGE).current(SMALL))
                .hasMessageContaining("name one");
    }

    private static WorkloadReplay.Builder replay(WorkloadRepository repository) {
        return WorkloadReplay.builder(repository, ListWorkloadRepository.ID, ALWAYS);
    }

    private static PoolResult single(WorkloadReplay.Builder replay, SupplyOption option) {
        return replay.plan(ReplayPlan.allOn(option))
                .build()
                .run()
                .orElseThrow()
                .plans()
                .get(0)
                .pools()
                .get(0);
    }

    private static List<WorkloadRequest> requests(int count, long input, long output) {
        List<WorkloadRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(WorkloadRequest.of(NOON.plusSeconds(i), input, output));
        }
        return requests;
    }

    private static Optional<Integer> leastByTryingEach(
            List<WorkloadRequest> requests, int concurrency, int targetMillis) {
        long span = Duration.between(
                        requests.get(0).time(),
                        requests.get(requests.size() - 1).time())
                .toMillis();
        long work = requests.stream().mapToLong(WorkloadRequest::inputTokens).sum();
        for (int replicas = 1; replicas <= requests.size() + work; replicas++) {
            if (work < span * replicas * concurrency && withinTarget(requests, replicas * concurrency, targetMillis)) {
                return Optional.of(replicas);
            }
            if (replicas > requests.size() && work < span * replicas * concurrency) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean withinTarget(List<WorkloadRequest> requests, int slots, int targetMillis) {
        SlotQueue queue = new SlotQueue(slots);
        long within = requests.stream()
                .filter(request -> {
                    long arrival = Duration.between(requests.get(0).time(), request.time())
                            .toMillis();
                    return queue.waitOf(arrival, request.inputTokens()) + request.inputTokens() <= targetMillis;
                })
                .count();
        return 100 * within >= 95L * requests.size();
    }
}
