package ai.netra.agents.suite.optimization;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Attributes;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.workload.WorkloadRequest;
import ai.netra.agents.tools.json.JsonCodec;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptimizationAgentTest {
    private static final String LARGE = "frontier-large";
    private static final SuiteBench PLAIN = SuiteBench.of(SuiteBench.requests());
    private static final SuiteBench FEATURED = SuiteBench.of(SuiteBench.featured());

    @Test
    void costs_of_every_option_are_tokens_times_price_to_the_cent() throws InterruptedException {
        Optimization optimization = PLAIN.ask("Optimize my GPU workload for cost");

        assertThat(optimization.options()).hasSameSizeAs(SuiteBench.CATALOG.options());
        for (SupplyOption option : SuiteBench.CATALOG.options()) {
            assertThat(optimization.option(option.name()).orElseThrow().cost().value())
                    .isEqualByComparingTo(recomputed(SuiteBench.requests(), option));
        }
    }

    @Test
    void features_told_apart_cost_the_same_together() throws InterruptedException {
        Optimization optimization = FEATURED.ask("Optimize my GPU workload for cost");

        for (SupplyOption option : SuiteBench.CATALOG.options()) {
            assertThat(optimization.option(option.name()).orElseThrow().cost().value())
                    .isEqualByComparingTo(recomputed(SuiteBench.requests(), option));
        }
    }

    @Test
    void with_a_named_current_model_the_saving_is_current_minus_option_exactly() throws InterruptedException {
        Optimization optimization = PLAIN.ask("Reduce my costs", LARGE);
        BigDecimal now = recomputed(SuiteBench.requests(), SuiteBench.CATALOG.require(LARGE));

        assertThat(optimization.current().orElseThrow().cost().value()).isEqualByComparingTo(now);
        for (SupplyOption option : SuiteBench.CATALOG.options()) {
            PlanEvaluation plan = optimization.option(option.name()).orElseThrow();
            assertThat(plan.saving().orElseThrow().value())
                    .isEqualByComparingTo(now.subtract(recomputed(SuiteBench.requests(), option)));
            assertThat(plan.savingShare().orElseThrow().value())
                    .isEqualByComparingTo(Quantity.quotient(plan.saving().get().value(), now));
        }
    }

    @Test
    void claims_no_current_cost_and_no_saving_unless_the_current_model_is_named() throws InterruptedException {
        Optimization optimization = FEATURED.ask("Reduce costs by 20 % at equal quality");

        assertThat(optimization.current()).isEmpty();
        assertThat(optimization.strategy()).isEmpty();
        assertThat(optimization.expectedImprovements()).isEmpty();
        assertThat(optimization.options()).allSatisfy(plan -> {
            assertThat(plan.saving()).isEmpty();
            assertThat(plan.savingShare()).isEmpty();
        });
        assertThat(optimization.strategies().stream().flatMap(strategy -> strategy.impact().stream()))
                .allSatisfy(impact -> {
                    assertThat(impact.before()).isEmpty();
                    assertThat(impact.change()).isEmpty();
                });
        assertThat(optimization.recommendations().getFirst().type()).isEqualTo(RecommendationType.CLARIFICATION);
        assertThat(optimization.recommendations().getFirst().description()).contains("Name the model");
    }

    @Test
    void the_model_in_use_may_be_named_by_the_request() throws InterruptedException {
        Optimization optimization = PLAIN.ask("We use frontier-large; reduce my costs");

        assertThat(optimization.current().orElseThrow().models())
                .extracting(ModelUse::model)
                .containsExactly(LARGE);
        assertThat(optimization.strategy()).isPresent();
    }

    @Test
    void if_the_trace_names_several_models_current_costs_are_by_model() throws InterruptedException {
        List<WorkloadRequest> requests = SuiteBench.requests(
                request -> request.withModel(request.inputTokens() > 1_500 ? LARGE : "balanced-medium"));
        Optimization optimization = SuiteBench.of(requests).ask("Reduce my costs");

        CurrentUse current = optimization.current().orElseThrow();
        assertThat(current.namedBy()).isEqualTo("trace");
        Map<String, BigDecimal> costs = current.models().stream()
                .collect(Collectors.toMap(ModelUse::model, use -> use.cost().value()));
        for (String model : List.of(LARGE, "balanced-medium")) {
            List<WorkloadRequest> served = requests.stream()
                    .filter(request -> request.model().equals(Optional.of(model)))
                    .toList();
            assertThat(costs.get(model)).isEqualByComparingTo(recomputed(served, SuiteBench.CATALOG.require(model)));
        }
        assertThat(current.cost().value())
                .isEqualByComparingTo(costs.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    @Test
    void a_trace_that_names_some_models_only_supports_no_saving() throws InterruptedException {
        List<WorkloadRequest> requests =
                SuiteBench.requests(request -> request.inputTokens() > 1_500 ? request.withModel(LARGE) : request);
        Optimization optimization = SuiteBench.of(requests).ask("Reduce my costs");

        assertThat(optimization.current()).isEmpty();
        assertThat(optimization.caveats()).anyMatch(caveat -> caveat.contains("Not every request"));
    }

    @Test
    void figures_from_assumed_prices_are_no_stronger_than_these() throws InterruptedException {
        Optimization optimization = PLAIN.ask("Reduce my costs", LARGE);

        assertThat(optimization.options()).allSatisfy(plan -> {
            assertThat(plan.cost().provenance()).isEqualTo(Provenance.ASSUMED);
            assertThat(plan.cost().basis()).contains("bundled catalog");
        });
        assertThat(optimization.caveats()).anyMatch(caveat -> caveat.contains("illustrative"));
    }

    @Test
    void equal_quality_is_a_score_not_below_the_current_ones() throws InterruptedException {
        Optimization optimization = FEATURED.ask("Lower cost at equal quality", LARGE);

        PlanEvaluation chosen = optimization.option("frontier-reasoning").orElseThrow();
        assertThat(optimization.strategy().orElseThrow().name()).contains("frontier-reasoning");
        assertThat(chosen.honorsConstraints()).isTrue();
        assertThat(optimization.option("compact-small").orElseThrow().constraints(ConstraintVerdict.NOT_MET))
                .extracting(ConstraintCheck::constraint)
                .contains("quality not below today's");
    }

    @Test
    void per_feature_latency_caps_hold_for_the_features_own_requests() throws InterruptedException {
        String question =
                "Lower cost, with at most 4000 ms for the search feature and at most 1500 ms for the chat feature";
        Optimization optimization = FEATURED.ask(question, LARGE);

        List<ConstraintCheck> checks =
                optimization.option("open-code-small").orElseThrow().constraints();
        assertThat(checks)
                .filteredOn(check -> check.constraint().startsWith("p95 latency of"))
                .hasSize(2)
                .allSatisfy(check -> assertThat(check.verdict()).isNotEqualTo(ConstraintVerdict.NOT_VERIFIABLE));
        assertThat(checks)
                .filteredOn(check -> check.verdict() == ConstraintVerdict.MET
                        && check.limit().isPresent()
                        && check.actual().isPresent())
                .allSatisfy(check -> assertThat(check.actual().orElseThrow().value())
                        .isLessThanOrEqualTo(check.limit().orElseThrow().value()));
        OptimizationStrategy chosen = optimization
                .strategy(optimization.strategy().orElseThrow().id())
                .orElseThrow();
        assertThat(chosen.honorsConstraints()).isTrue();
    }

    @Test
    void a_cap_for_a_feature_that_the_trace_does_not_have_is_not_verifiable() throws InterruptedException {
        Optimization optimization = FEATURED.ask("Lower cost, with at most 500 ms for the upload feature", LARGE);

        assertThat(optimization.riskAssessment().unverified())
                .anySatisfy(check -> assertThat(check.reason()).contains("no feature of that name"));
    }

    @Test
    void growth_multiplies_the_cost_exactly_and_says_what_the_peak_comes_to() throws InterruptedException {
        Optimization optimization =
                PLAIN.ask("Our usage grows 50 % next month: what does it do to cost and rate limits?", LARGE);

        assertThat(optimization.growth().orElseThrow().value()).isEqualByComparingTo("1.5");
        BigDecimal now = recomputed(SuiteBench.requests(), SuiteBench.CATALOG.require(LARGE));
        OptimizationStrategy scaling = optimization.strategy("scaling-1").orElseThrow();
        Impact cost = impact(scaling.impact(), "cost");
        assertThat(cost.before().orElseThrow().value()).isEqualByComparingTo(now);
        assertThat(cost.after().orElseThrow().value()).isEqualByComparingTo(now.multiply(new BigDecimal("1.5")));
        assertThat(optimization.load())
                .allSatisfy(load -> assertThat(load.grown().orElseThrow().value())
                        .isEqualByComparingTo(load.recorded().value().multiply(new BigDecimal("1.5"))));
        assertThat(optimization.recommendations())
                .anySatisfy(r -> assertThat(r.description()).contains("rate limits"));
    }

    @Test
    void cheaper_and_faster_while_usage_grows_is_held_against_todays_bill() throws InterruptedException {
        Optimization optimization =
                PLAIN.ask("I need costs 20 % down and latency twice as good while usage grows 30 %", LARGE);
        BigDecimal now = recomputed(SuiteBench.requests(), SuiteBench.CATALOG.require(LARGE));

        for (PlanEvaluation plan : optimization.options()) {
            BigDecimal grown = recomputed(SuiteBench.requests(), SuiteBench.CATALOG.require(plan.plan()))
                    .multiply(new BigDecimal("1.3"));
            assertThat(plan.cost().value()).isEqualByComparingTo(grown);
            assertThat(verdict(plan, "cost at most 0.8 of today's") == ConstraintVerdict.MET)
                    .isEqualTo(grown.compareTo(now.multiply(new BigDecimal("0.8"))) <= 0);
        }
        assertThat(verdict(optimization.option(LARGE).orElseThrow(), "p95 latency at most 0.5 of today's"))
                .isEqualTo(ConstraintVerdict.NOT_MET);
        assertThat(optimization.strategy().orElseThrow().id()).isNotEqualTo("scaling-1");
    }

    @Test
    void three_times_faster_without_spending_more_keeps_both() throws InterruptedException {
        Optimization optimization = PLAIN.ask("Make it three times faster without spending more", LARGE);

        OptimizationStrategy chosen = optimization
                .strategy(optimization.strategy().orElseThrow().id())
                .orElseThrow();
        assertThat(chosen.honorsConstraints()).isTrue();
        Impact latency = impact(chosen.impact(), "latency_p95");
        Quantity today = optimization.current().orElseThrow().servingP95().orElseThrow();
        assertThat(latency.after().orElseThrow().value())
                .isLessThanOrEqualTo(today.value().divide(BigDecimal.valueOf(3), java.math.MathContext.DECIMAL64));
        assertThat(impact(chosen.impact(), "cost")
                        .change()
                        .orElseThrow()
                        .value()
                        .signum())
                .isNotPositive();
    }

    @Test
    void a_stated_bill_is_set_beside_the_replayed_one_and_not_mixed_with_it() throws InterruptedException {
        String question = "I want to reduce costs by 30 % of $5,000 a month";
        Optimization named = PLAIN.ask(question, LARGE);

        assertThat(named.caveats()).anyMatch(caveat -> caveat.contains("stated bill is $5,000.00"));
        Impact bill = impact(named.expectedImprovements(), "stated_cost_per_month");
        assertThat(bill.before().orElseThrow().provenance()).isEqualTo(Provenance.USER_STATED);
        assertThat(bill.after().orElseThrow().provenance()).isEqualTo(Provenance.ASSUMED);
        assertThat(PLAIN.ask(question).caveats())
                .anyMatch(caveat -> caveat.contains("cannot be held against the trace"));
    }

    @Test
    void where_the_trace_tells_no_features_apart_a_cap_for_one_is_taken_for_all_requests() throws InterruptedException {
        Optimization optimization = PLAIN.ask("The chatbot takes 3 s and should take under 1 s", LARGE);

        assertThat(optimization.strategy()).isEmpty();
        assertThat(optimization.caveats()).anyMatch(caveat -> caveat.contains("nearest is 'open-code-small'"));
        assertThat(optimization.option("open-code-small").orElseThrow().constraints())
                .anySatisfy(check -> assertThat(check.reason()).contains("all requests are taken for those of"));
    }

    @Test
    void a_budget_is_held_against_the_cost_of_a_month() throws InterruptedException {
        Optimization optimization =
                PLAIN.ask("Reduce my costs", Attributes.of("model", LARGE).with("budget_usd_per_month", 1));

        assertThat(optimization.strategy()).isPresent();
        assertThat(verdict(optimization.option(LARGE).orElseThrow(), "at most 1 usd per month"))
                .isEqualTo(ConstraintVerdict.NOT_MET);
    }

    @Test
    void if_no_plan_keeps_every_demand_none_is_chosen_and_the_nearest_is_named() throws InterruptedException {
        Optimization optimization = PLAIN.ask("Reduce my costs with at most 1 ms latency at equal quality", LARGE);

        assertThat(optimization.strategy()).isEmpty();
        assertThat(optimization.expectedImprovements()).isEmpty();
        assertThat(optimization.caveats())
                .anyMatch(caveat -> caveat.startsWith("No plan keeps every demand; the nearest is"));
    }

    @Test
    void two_named_models_are_the_only_ones_to_choose_among() throws InterruptedException {
        Optimization optimization =
                PLAIN.ask("Would balanced-fast or balanced-medium suit this workload better, for less cost?", LARGE);

        assertThat(optimization.strategy().orElseThrow().name()).contains("balanced-fast");
    }

    @Test
    void the_tier_split_and_the_features_save_what_their_requests_cost_less() throws InterruptedException {
        Optimization optimization = PLAIN.ask("Reduce my costs", LARGE);
        OptimizationStrategy tiering = optimization.strategy("tiering-1").orElseThrow();
        List<WorkloadRequest> requests = SuiteBench.requests();
        List<Long> sizes =
                requests.stream().map(WorkloadRequest::inputTokens).sorted().toList();
        long median = sizes.get((sizes.size() + 1) / 2 - 1);

        BigDecimal small = recomputed(
                requests.stream().filter(r -> r.inputTokens() <= median).toList(),
                SuiteBench.CATALOG.require("open-code-small"));
        BigDecimal large = recomputed(
                requests.stream().filter(r -> r.inputTokens() > median).toList(), SuiteBench.CATALOG.require(LARGE));
        assertThat(impact(tiering.impact(), "cost").after().orElseThrow().value())
                .isEqualByComparingTo(small.add(large));
        assertThat(tiering.tradeOffs()).anyMatch(tradeOff -> tradeOff.contains("scores its quality lower"));
    }

    @Test
    void failed_requests_once_more_cost_what_they_cost_on_the_other_model() throws InterruptedException {
        List<WorkloadRequest> requests =
                SuiteBench.requests(request -> failing(request, request.inputTokens() % 10 == 1));
        Optimization optimization =
                SuiteBench.of(requests).ask("We have too many errors, reduce the error rate", LARGE);
        List<WorkloadRequest> failed = requests.stream()
                .filter(r -> r.error().equals(Optional.of(true)))
                .toList();

        OptimizationStrategy fallback = optimization.strategy("fallback-1").orElseThrow();
        assertThat(fallback.status()).isEqualTo(StrategyStatus.MEASURED);
        assertThat(impact(fallback.impact(), "cost").change().orElseThrow().value())
                .isEqualByComparingTo(recomputed(failed, SuiteBench.CATALOG.require("frontier-reasoning")));
        assertThat(optimization.strategy().orElseThrow().id()).isEqualTo("fallback-1");
    }

    @ParameterizedTest
    @CsvSource({
        "caching-1, how often prompts",
        "batching-1, which requests can wait",
        "fallback-1, the field 'error'",
        "routing-2, the field 'feature'"
    })
    void strategies_that_cannot_be_measured_name_the_data_that_would_let_them(String id, String missing)
            throws InterruptedException {
        OptimizationStrategy strategy =
                PLAIN.ask("Reduce my costs", LARGE).strategy(id).orElseThrow();

        assertThat(strategy.status()).isEqualTo(StrategyStatus.NOT_MEASURABLE);
        assertThat(strategy.impact()).isEmpty();
        assertThat(strategy.missing()).anyMatch(data -> data.contains(missing));
    }

    @Test
    void every_kind_of_strategy_is_there() throws InterruptedException {
        assertThat(PLAIN.ask("Reduce my costs").strategies().stream().map(OptimizationStrategy::type))
                .containsAll(EnumSet.allOf(StrategyType.class));
    }

    @Test
    void an_unknown_workload_degrades_and_says_so() throws InterruptedException {
        HandMadeContext context = PLAIN.context();
        Optimization optimization = PLAIN.ask("Reduce my costs", Attributes.of("workload_id", "other"), context);

        assertThat(context.degraded()).hasSize(1);
        assertThat(optimization.caveats()).anyMatch(caveat -> caveat.contains("Nothing is kept of workload 'other'"));
        assertThat(optimization.strategies()).allMatch(strategy -> strategy.status() == StrategyStatus.NOT_MEASURABLE);
    }

    @Test
    void a_missing_grant_degrades_and_says_so() throws InterruptedException {
        HandMadeContext context = new HandMadeContext();
        Optimization optimization = PLAIN.ask("Reduce my costs", Attributes.empty(), context);

        assertThat(context.degraded()).hasSize(1);
        assertThat(optimization.caveats()).anyMatch(caveat -> caveat.contains("'optimize_resources' is not granted"));
    }

    @Test
    void has_the_field_names_of_the_contract_and_reads_back_equal() throws InterruptedException {
        Optimization optimization = FEATURED.ask("Lower cost at equal quality while usage grows 30 %", LARGE);
        String json = JsonCodec.standard().encode(optimization);

        assertThat(JsonCodec.standard().decode(json, Optimization.class)).isEqualTo(optimization);
        for (String name : Set.of(
                "strategies",
                "strategy",
                "recommendations",
                "expected_improvements",
                "risk_assessment",
                "id",
                "name",
                "type",
                "impact",
                "complexity",
                "risk",
                "dependencies",
                "assumptions",
                "trade_offs",
                "rollback_triggers",
                "description",
                "parameters",
                "priority")) {
            assertThat(json).contains("\"" + name + "\":");
        }
        assertThat(json).contains("\"type\":\"routing\"");
    }

    static Stream<String> questions() {
        return Stream.of(
                "I need to reduce costs but keep quality the same. For feature search I can accept 500 ms latency, for"
                        + " chat at most 200 ms.",
                "My tools are too slow. I need to reduce latency by 3x, but I can't spend more money.",
                "I'm expecting a 50% increase in agent usage next month. How will this impact my costs and rate"
                        + " limits?",
                "I'm considering using balanced-fast and balanced-medium. Would they suit my workload better?",
                "Which of our agent tools should switch to a newer model?",
                "I want to reduce costs by 20% and improve latency by 2x. I'm also expecting a 30% increase in usage."
                        + " What should I do?",
                "@Netra was yesterday's upgrade to frontier-large worth it? Roll back where cost rose without quality",
                "Reduce 30 % of $5,000 a month; the chatbot takes 3 s and should take under 1 s",
                "help optimize",
                "it feels slow",
                "$5K/month",
                "too many errors");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("questions")
    void every_question_gets_a_sensible_answer(String question) throws InterruptedException {
        for (SuiteBench bench : List.of(PLAIN, FEATURED)) {
            for (Attributes attributes : List.of(Attributes.empty(), Attributes.of("model", LARGE))) {
                HandMadeContext context = bench.context();
                Optimization optimization = bench.ask(question, attributes, context);

                assertThat(context.degraded()).isEmpty();
                assertThat(optimization.recommendations()).isNotEmpty();
                assertThat(optimization.options()).hasSameSizeAs(SuiteBench.CATALOG.options());
                optimization
                        .strategy()
                        .ifPresent(chosen -> assertThat(optimization
                                        .strategy(chosen.id())
                                        .orElseThrow()
                                        .honorsConstraints())
                                .isTrue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"help optimize", "Please optimize"})
    void a_vague_question_is_asked_for_its_goal(String question) throws InterruptedException {
        assertThat(PLAIN.ask(question, LARGE).recommendations())
                .anySatisfy(r -> assertThat(r.description()).contains("Say what matters most"));
    }

    static BigDecimal recomputed(List<WorkloadRequest> requests, SupplyOption option) {
        BigDecimal sum = BigDecimal.ZERO;
        for (WorkloadRequest request : requests) {
            sum = sum.add(BigDecimal.valueOf(request.inputTokens())
                            .multiply(option.inputPrice().value()))
                    .add(BigDecimal.valueOf(request.outputTokens())
                            .multiply(option.outputPrice().value()));
        }
        return sum.divide(BigDecimal.valueOf(1_000_000));
    }

    static WorkloadRequest failing(WorkloadRequest r, boolean failed) {
        return new WorkloadRequest(
                r.time(),
                r.inputTokens(),
                r.outputTokens(),
                r.model(),
                r.feature(),
                r.user(),
                r.latency(),
                r.timeToFirstToken(),
                Optional.of(failed));
    }

    private static Impact impact(List<Impact> impacts, String measure) {
        return impacts.stream()
                .filter(impact -> impact.measure().equals(measure))
                .findFirst()
                .orElseThrow();
    }

    private static ConstraintVerdict verdict(PlanEvaluation plan, String constraint) {
        return plan.constraints().stream()
                .filter(check -> check.constraint().equals(constraint))
                .map(ConstraintCheck::verdict)
                .findFirst()
                .orElseThrow();
    }
}
