package ai.netra.agents.suite.supply;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SupplyPlannerTest {
    private static final SupplyPlanner PLANNER = new SupplyPlanner(JsonSupplyCatalog.bundled());

    @Test
    void what_it_plans_is_valid() {
        SupplyConfig config = PLANNER.plan(List.of(
                new SupplyAction(
                        "routing-1",
                        "routing",
                        Map.of("model", Setting.of("balanced-fast"), "replicas", replicas("2"))),
                new SupplyAction(
                        "routing-2",
                        "routing",
                        Map.of("model", Setting.of("balanced-fast"), "replicas", replicas("3"))),
                new SupplyAction(
                        "tiering-1",
                        "tiering",
                        Map.of(
                                "tier_model",
                                Setting.of("compact-small"),
                                "tier_replicas",
                                replicas("1"),
                                "model",
                                Setting.of("balanced-fast"))),
                new SupplyAction(
                        "fallback-1",
                        "fallback",
                        Map.of(
                                "model",
                                Setting.of("balanced-fast"),
                                "fallback_model",
                                Setting.of("balanced-medium")))));

        assertThat(PLANNER.validate(config).problems()).isEmpty();
        assertThat(PLANNER.validate(config).valid()).isTrue();
        assertThat(config.services()).hasSize(3);
        assertThat(config.compute()).hasSize(3);
        assertThat(config.network()).hasSize(4);
    }

    @Test
    void a_model_that_the_catalog_lacks_is_a_problem() {
        SupplyConfig config = PLANNER.plan(
                List.of(new SupplyAction("routing-1", "routing", Map.of("model", Setting.of("imagined")))));

        assertThat(PLANNER.validate(config).problems())
                .singleElement()
                .asString()
                .contains("'imagined' is in the catalog");
    }

    @Test
    void a_fraction_of_a_replica_is_a_problem() {
        SupplyConfig config = PLANNER.plan(List.of(new SupplyAction(
                "scaling-1", "scaling", Map.of("model", Setting.of("balanced-fast"), "replicas", replicas("1.5")))));

        assertThat(PLANNER.validate(config).problems())
                .singleElement()
                .asString()
                .contains("1.5 replicas; give a whole number");
    }

    @Test
    void a_fallback_to_the_same_model_and_a_route_to_nowhere_are_problems() {
        SupplyConfig config = PLANNER.plan(List.of(
                new SupplyAction(
                        "fallback-1",
                        "fallback",
                        Map.of("model", Setting.of("balanced-fast"), "fallback_model", Setting.of("balanced-fast"))),
                new SupplyAction("routing-1", "routing", Map.of())));

        assertThat(PLANNER.validate(config).problems())
                .hasSize(2)
                .anyMatch(problem -> problem.contains("leads back to the same"))
                .anyMatch(problem -> problem.contains("names no model"));
    }

    @Test
    void two_items_of_one_name_are_a_problem() {
        SupplyItem item = new SupplyItem("log", "request_log", Map.of());
        SupplyConfig config = new SupplyConfig(List.of(), List.of(item, item), List.of(), List.of());

        assertThat(PLANNER.validate(config).problems())
                .singleElement()
                .asString()
                .contains("several log");
    }

    private static Setting replicas(String count) {
        return Setting.of(Quantity.estimated(new BigDecimal(count), Unit.REPLICAS, "in a test"));
    }
}
