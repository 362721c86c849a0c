package ai.netra.agents.suite.tool;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.suite.ListRepository;
import ai.netra.agents.suite.StubContext;
import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ResourceOptimizerTest {
    private static final ResourceConstraints NONE = ResourceConstraints.none();

    @Test
    void claims_no_saving_without_the_current_model() {
        ResourceOptimization result = optimize(Optional.empty(), NONE);

        assertThat(result.original()).isEmpty();
        assertThat(result.improvements()).isEmpty();
        assertThat(result.optimized()).isPresent();
        assertThat(result.alternatives()).allSatisfy(plan -> {
            assertThat(plan.saving()).isEmpty();
            assertThat(plan.savingShare()).isEmpty();
        });
    }

    @Test
    void prefers_a_plan_of_no_lower_quality_and_names_the_cheaper_one() {
        ResourceOptimization result = optimize(Optional.of("frontier-large"), NONE);

        assertThat(result.optimized().orElseThrow().quality().orElseThrow().value())
                .isGreaterThanOrEqualTo(
                        result.original().orElseThrow().quality().orElseThrow().value());
        assertThat(result.limitations()).anyMatch(limitation -> limitation.contains("a lower quality score"));
    }

    @Test
    void holds_goals_under_growth_against_todays_figures() {
        ResourceOptimization result = optimize(
                Optional.of("balanced-medium"),
                new ResourceConstraints(
                        Optional.of(new BigDecimal("1.3")),
                        Optional.of(new BigDecimal("0.8")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of("cost")));

        BigDecimal today = result.original().orElseThrow().cost().value();
        assertThat(result.alternatives())
                .filteredOn(plan -> plan.plan().equals("balanced-medium"))
                .singleElement()
                .satisfies(plan -> {
                    assertThat(plan.cost().value()).isEqualByComparingTo(today.multiply(new BigDecimal("1.3")));
                    assertThat(plan.acceptable()).isFalse();
                });
        assertThat(result.optimized().orElseThrow().cost().value())
                .isLessThanOrEqualTo(today.multiply(new BigDecimal("0.8")));
    }

    @Test
    void checks_the_latency_cap_of_a_feature_on_its_requests_and_says_what_cannot_be_verified() {
        ResourceOptimization result = optimize(
                Optional.of("frontier-large"),
                new ResourceConstraints(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(
                                new FeatureLatencyCap("feature search", BigDecimal.valueOf(5_000)),
                                new FeatureLatencyCap("billing", BigDecimal.valueOf(200))),
                        List.of(),
                        List.of("cost")));

        List<ConstraintCheck> checks = result.optimized().orElseThrow().checks();
        assertThat(checks)
                .anyMatch(check -> check.constraint().contains("feature search") && check.status() == CheckStatus.MET);
        assertThat(checks)
                .anyMatch(check ->
                        check.constraint().contains("billing") && check.status() == CheckStatus.NOT_VERIFIABLE);
    }

    @Test
    void names_the_nearest_plan_where_none_keeps_every_constraint() {
        ResourceOptimization result = optimize(
                Optional.of("open-code-small"),
                new ResourceConstraints(
                        Optional.empty(),
                        Optional.of(new BigDecimal("0.0001")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of()));

        assertThat(result.optimized()).isEmpty();
        assertThat(result.limitations()).anyMatch(limitation -> limitation.contains("the nearest is"));
    }

    private static ResourceOptimization optimize(Optional<String> model, ResourceConstraints wanted) {
        return StubContext.execute(
                        WorkloadTools.over(new ListRepository(requests()), JsonSupplyCatalog.bundled()),
                        WorkloadTools.OPTIMIZE_RESOURCES,
                        new ResourceQuery(
                                new ResourceConfig(
                                        "w", Optional.empty(), model, Optional.of(BigDecimal.valueOf(1_000))),
                                wanted))
                .as(ResourceOptimization.class);
    }

    private static List<WorkloadRequest> requests() {
        List<WorkloadRequest> requests = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            requests.add(WorkloadRequest.of(
                            Instant.parse("2026-03-02T10:00:00Z").plus(Duration.ofSeconds(20L * i)), 900 + i, 10)
                    .withFeature(i % 2 == 0 ? "search" : "chat"));
        }
        return requests;
    }
}
