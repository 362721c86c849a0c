package ai.netra.agents.suite.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.workload.ListWorkloadRepository;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTargetTest {
    private static final SupplyOption OPTION = JsonSupplyCatalog.bundled().require("frontier-large");

    @Test
    void each_route_keeps_the_latency_target_of_its_own() {
        List<WorkloadRequest> requests = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            requests.add(WorkloadRequest.of(Instant.EPOCH.plusMillis(50L * i), 600, 50)
                    .withFeature(i % 2 == 0 ? "fast" : "slow"));
        }
        ListWorkloadRepository repository = ListWorkloadRepository.of(requests);
        ReplayPlan plan = ReplayPlan.builder("two targets")
                .route("fast", request -> request.feature().orElse("").equals("fast"), OPTION, Duration.ofMillis(1_100))
                .otherwise(OPTION);

        List<PoolResult> pools = WorkloadReplay.builder(
                        repository,
                        ListWorkloadRepository.ID,
                        repository
                                .describe(ListWorkloadRepository.ID)
                                .orElseThrow()
                                .range())
                .plan(plan)
                .build()
                .run()
                .orElseThrow()
                .plans()
                .getFirst()
                .pools();

        CapacityEstimate fast = pools.get(0).capacity().orElseThrow();
        CapacityEstimate slow = pools.get(1).capacity().orElseThrow();
        assertThat(fast.verdict()).isEqualTo(CapacityVerdict.MEETS_TARGET);
        assertThat(fast.latencyP95().value()).isLessThanOrEqualTo(new BigDecimal("1100"));
        assertThat(slow.verdict()).isEqualTo(CapacityVerdict.KEEPS_UP);
    }

    @Test
    void refuses_a_target_of_zero() {
        assertThatThrownBy(() -> ReplayPlan.builder("p").route("r", request -> true, OPTION, Duration.ZERO))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("target latency of route 'r' is PT0S; give one above zero");
    }
}
