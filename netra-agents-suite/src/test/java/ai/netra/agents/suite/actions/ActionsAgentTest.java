package ai.netra.agents.suite.actions;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Attributes;
import ai.netra.agents.suite.optimization.HandMadeContext;
import ai.netra.agents.suite.optimization.Optimization;
import ai.netra.agents.suite.optimization.RecommendationType;
import ai.netra.agents.suite.optimization.SuiteBench;
import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.supply.SupplyItem;
import ai.netra.agents.suite.workload.WorkloadRequest;
import ai.netra.agents.tools.json.JsonCodec;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActionsAgentTest {
    private static final String LARGE = "frontier-large";
    private static final SuiteBench PLAIN = SuiteBench.of(SuiteBench.requests());
    private static final SuiteBench FEATURED = SuiteBench.of(SuiteBench.featured());

    @Test
    void a_change_of_model_waits_for_a_baseline_and_is_rolled_out_in_assumed_shares() throws InterruptedException {
        ActionPlan plan = PLAIN.plan("Lower cost at equal quality", LARGE);

        PlannedAction routing = action(plan, "routing-1");
        assertThat(routing.dependsOn()).contains(Playbook.BASELINE);
        assertThat(routing.implementationSteps()).isNotEmpty();
        assertThat(routing.validationSteps()).isNotEmpty();
        assertThat(routing.rollback()).contains(LARGE);
        assertThat(plan.executionPlan())
                .filteredOn(step -> step.action().equals("routing-1"))
                .extracting(step -> step.rolloutShare().orElseThrow().value())
                .containsExactly(new BigDecimal("0.05"), new BigDecimal("0.25"), BigDecimal.ONE);
        assertThat(plan.executionPlan())
                .flatExtracting(step -> step.rolloutShare().stream().toList())
                .allSatisfy(share -> assertThat(share.provenance()).isEqualTo(Provenance.ASSUMED));
    }

    @Test
    void the_supply_configuration_has_an_endpoint_a_route_and_a_pool_and_holds_together() throws InterruptedException {
        ActionPlan plan = PLAIN.plan("Lower cost at equal quality", LARGE);

        assertThat(plan.supplyConfig().services()).extracting(SupplyItem::name).containsExactly("frontier-reasoning");
        assertThat(plan.supplyConfig().network()).extracting(SupplyItem::kind).containsExactly("route");
        assertThat(plan.supplyConfig().compute()).hasSize(1);
        assertThat(plan.supplyConfig().storage()).isNotEmpty();
        assertThat(plan.validation()).isEqualTo(new PlanValidation(Optional.of(true), List.of()));
    }

    @Test
    void each_feature_that_moves_has_an_action_of_its_own() throws InterruptedException {
        ActionPlan plan = FEATURED.plan(
                "Lower cost at equal quality, with at most 2500 ms for the chat feature and at most 60000 ms for the"
                        + " search feature",
                "balanced-medium");

        assertThat(plan.validation().valid()).contains(true);
        assertThat(plan.actions()).extracting(PlannedAction::id).doesNotHaveDuplicates();
    }

    @Test
    void another_model_in_production_needs_consent() throws InterruptedException {
        assertThat(PLAIN.plan("Lower cost at equal quality", LARGE).requiredApprovals())
                .anySatisfy(approval -> {
                    assertThat(approval.subject()).contains("models that serve production");
                    assertThat(approval.actions()).containsExactly("routing-1");
                });
    }

    @Test
    void more_spending_needs_consent() throws InterruptedException {
        ActionPlan plan = PLAIN.plan("Improve answer quality", "open-code-small");

        assertThat(plan.requiredApprovals())
                .extracting(RequiredApproval::subject)
                .contains("more spending than today");
    }

    @Test
    void without_a_current_model_nothing_but_measurements_is_planned() throws InterruptedException {
        Optimization optimization = PLAIN.ask("Reduce my costs");
        ActionPlan plan = PLAIN.plan("Reduce my costs", Attributes.empty(), optimization, PLAIN.context());

        assertThat(plan.actions()).isNotEmpty().allMatch(action -> action.type() == RecommendationType.MEASUREMENT);
        assertThat(plan.requiredApprovals()).isEmpty();
    }

    @Test
    void a_tool_that_is_not_granted_degrades_and_leaves_the_plan_unchecked() throws InterruptedException {
        Attributes attributes = Attributes.of("model", LARGE);
        HandMadeContext context = new HandMadeContext();
        ActionPlan plan = PLAIN.plan("Reduce my costs", attributes, PLAIN.ask("Reduce my costs", attributes), context);

        assertThat(context.degraded()).hasSize(1);
        assertThat(plan.validation().valid()).isEmpty();
        assertThat(plan.validation().problems()).anyMatch(problem -> problem.contains("create_supply_config failed"));
        assertThat(plan.actions()).isNotEmpty();
    }

    static Stream<List<WorkloadRequest>> workloads() {
        return Stream.of(
                SuiteBench.requests(),
                SuiteBench.featured(),
                SuiteBench.requests(r -> new WorkloadRequest(
                        r.time(),
                        r.inputTokens(),
                        r.outputTokens(),
                        r.model(),
                        r.feature(),
                        r.user(),
                        r.latency(),
                        r.timeToFirstToken(),
                        Optional.of(r.inputTokens() % 7 == 0))));
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void plans_are_in_order_valid_and_read_back_equal(List<WorkloadRequest> requests) throws InterruptedException {
        for (String question : List.of(
                "Reduce my costs",
                "Make it twice as fast",
                "Usage grows 50 % next month, cut costs",
                "Fewer errors please, reduce errors")) {
            ActionPlan plan = SuiteBench.of(requests).plan(question, LARGE);

            Set<String> done = new HashSet<>();
            for (ExecutionStep step : plan.executionPlan()) {
                assertThat(done).containsAll(step.dependsOn());
                done.add(step.action());
            }
            assertThat(done).hasSize(plan.actions().size());
            assertThat(plan.validation().valid()).contains(true);
            String json = JsonCodec.standard().encode(plan);
            assertThat(JsonCodec.standard().decode(json, ActionPlan.class)).isEqualTo(plan);
            for (String name : List.of(
                    "actions",
                    "supply_config",
                    "compute",
                    "storage",
                    "network",
                    "services",
                    "execution_plan",
                    "rollout_share",
                    "validation",
                    "required_approvals",
                    "estimated_impact",
                    "implementation_steps",
                    "depends_on",
                    "validation_steps",
                    "rollback")) {
                assertThat(json.contains("\"" + name + "\":") || name.equals("rollout_share"))
                        .as(name)
                        .isTrue();
            }
        }
    }

    private static PlannedAction action(ActionPlan plan, String id) {
        return plan.actions().stream()
                .filter(action -> action.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
