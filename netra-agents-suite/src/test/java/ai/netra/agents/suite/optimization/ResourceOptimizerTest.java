package ai.netra.agents.suite.optimization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.UserId;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.tool.NoSuchDataException;
import ai.netra.agents.suite.workload.ListWorkloadRepository;
import ai.netra.agents.suite.workload.WorkloadRequest;
import ai.netra.agents.tool.ToolErrorKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ResourceOptimizerTest {
    private static final List<SupplyOption> OPTIONS = SuiteBench.CATALOG.options();

    @Property(tries = 60)
    void savings_are_exact_and_what_is_chosen_breaks_nothing(
            @ForAll @IntRange(min = 1, max = 40) int count,
            @ForAll @IntRange(min = 0, max = 6) int current,
            @ForAll @IntRange(min = 0, max = 3) int features,
            @ForAll long seed) {
        List<WorkloadRequest> requests = requests(count, features, new Random(seed));
        SupplyOption now = OPTIONS.get(current);
        ResourceOptimization found =
                SuiteBench.of(requests).optimize(SuiteBench.query(now.name(), ResourceConstraints.none()));

        BigDecimal today = OptimizationAgentTest.recomputed(requests, now);
        assertThat(found.original().orElseThrow().cost().value()).isEqualByComparingTo(today);
        for (SupplyOption option : OPTIONS) {
            assertThat(found.option(option.name())
                            .orElseThrow()
                            .saving()
                            .orElseThrow()
                            .value())
                    .isEqualByComparingTo(today.subtract(OptimizationAgentTest.recomputed(requests, option)));
        }
        found.optimized().ifPresent(best -> {
            assertThat(best.honorsConstraints()).isTrue();
            boolean mends = !found.unchanged().orElseThrow().honorsConstraints();
            assertThat(mends || best.cost().value().compareTo(today) < 0).isTrue();
        });
        found.alternatives()
                .forEach(plan -> assertThat(plan.cost().value())
                        .isEqualByComparingTo(plan.routes().stream()
                                .map(route -> route.cost().value())
                                .reduce(BigDecimal.ZERO, BigDecimal::add)));
    }

    @Property(tries = 40)
    void features_on_models_of_their_own_never_cost_more_nor_score_lower_than_today(
            @ForAll @IntRange(min = 2, max = 40) int count,
            @ForAll @IntRange(min = 0, max = 6) int current,
            @ForAll long seed) {
        List<WorkloadRequest> requests = requests(count, 3, new Random(seed));
        SupplyOption now = OPTIONS.get(current);
        ResourceOptimization found =
                SuiteBench.of(requests).optimize(SuiteBench.query(now.name(), ResourceConstraints.none()));

        found.alternative(StrategyType.ROUTING).ifPresent(plan -> {
            assertThat(plan.cost().value())
                    .isLessThanOrEqualTo(found.original().orElseThrow().cost().value());
            assertThat(plan.quality().orElseThrow().value())
                    .isGreaterThanOrEqualTo(now.quality().orElseThrow().value());
        });
    }

    @Test
    void one_users_workload_is_nobody_elses() {
        ListWorkloadRepository repository = ListWorkloadRepository.of(SuiteBench.requests());
        ResourceOptimizer optimizer = ResourceOptimizer.over(repository, SuiteBench.CATALOG);
        ResourceQuery query =
                new ResourceQuery(ResourceConfig.of(ListWorkloadRepository.ID.name()), ResourceConstraints.none());

        assertThat(optimizer.optimize(UserId.LOCAL, query).options()).isNotEmpty();
        assertThatThrownBy(() -> optimizer.optimize(UserId.of("somebody-else"), query))
                .isInstanceOf(NoSuchDataException.class);
    }

    @Test
    void a_model_that_the_catalog_lacks_is_named_and_no_saving_is_claimed() {
        ResourceOptimization found = SuiteBench.of(SuiteBench.requests())
                .optimize(SuiteBench.query("frontier-larg", ResourceConstraints.none()));

        assertThat(found.current()).isEmpty();
        assertThat(found.limitations())
                .anyMatch(limit -> limit.contains("'frontier-larg' is not in the supply catalog"));
    }

    @Test
    void names_of_models_are_found_whatever_their_case_and_dashes() {
        ResourceOptimization found = SuiteBench.of(SuiteBench.requests())
                .optimize(SuiteBench.query("Frontier Large", ResourceConstraints.none()));

        assertThat(found.current().orElseThrow().models())
                .extracting(ModelUse::model)
                .containsExactly("frontier-large");
    }

    @Test
    void a_factor_below_zero_is_refused_with_the_fix() throws InterruptedException {
        HandMadeContext context = SuiteBench.of(SuiteBench.requests()).context();
        String json = "{\"current_config\":{\"workload_id\":\"listed\"},\"constraints\":{\"usage_factor\":-1}}";

        assertThat(context.callJson(OptimizationTools.OPTIMIZE_RESOURCES, json)
                        .error()
                        .orElseThrow())
                .satisfies(error -> {
                    assertThat(error.kind()).isEqualTo(ToolErrorKind.INVALID_ARGUMENTS);
                    assertThat(error.message()).contains("usage_factor is -1; give more than 0");
                });
    }

    @Test
    void a_model_may_write_no_more_than_the_workload() throws InterruptedException {
        HandMadeContext context = SuiteBench.of(SuiteBench.requests()).context();
        String json = "{\"current_config\":{\"workload_id\":\"listed\"},\"constraints\":{}}";

        assertThat(context.callJson(OptimizationTools.OPTIMIZE_RESOURCES, json)
                        .as(ResourceOptimization.class)
                        .options())
                .hasSameSizeAs(OPTIONS);
    }

    @Test
    void requests_that_came_at_one_instant_have_no_cost_per_month() {
        Instant at = Instant.parse("2024-05-10T00:00:00Z");
        List<WorkloadRequest> requests = List.of(WorkloadRequest.of(at, 100, 10), WorkloadRequest.of(at, 200, 20));
        ResourceOptimization found =
                SuiteBench.of(requests).optimize(SuiteBench.query("frontier-large", ResourceConstraints.none()));

        assertThat(found.options())
                .allSatisfy(plan -> assertThat(plan.costPerMonth()).isEmpty());
    }

    private static List<WorkloadRequest> requests(int count, int features, Random random) {
        Instant begin = Instant.parse("2024-05-10T00:00:00Z");
        List<WorkloadRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            WorkloadRequest request = WorkloadRequest.of(
                    begin.plus(Duration.ofSeconds(random.nextInt(80_000))),
                    1 + random.nextInt(20_000),
                    random.nextInt(3_000));
            requests.add(
                    features == 0
                            ? request
                            : Optional.of(random.nextInt(features + 1))
                                    .filter(feature -> feature > 0)
                                    .map(feature -> request.withFeature("f" + feature))
                                    .orElse(request));
        }
        return requests;
    }
}
