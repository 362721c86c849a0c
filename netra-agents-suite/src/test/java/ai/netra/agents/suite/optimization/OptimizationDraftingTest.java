package ai.netra.agents.suite.optimization;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.suite.llm.DraftedBy;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OptimizationDraftingTest {
    private static final DraftedBy BY = new DraftedBy("model-x", "optimization-v1");
    private static final SuiteBench BENCH = SuiteBench.of(SuiteBench.featured());

    private final OptimizationDrafting drafting = new OptimizationDrafting(new OptimizationAgent());

    private static OptimizationDraft draft(String strategy, OptimizationDraft.StrategyDraft... words) {
        return new OptimizationDraft(strategy, "It is the best.", List.of(words));
    }

    private static OptimizationReport costReport() throws InterruptedException {
        return BENCH.evaluate("Reduce my costs", "frontier-large");
    }

    @Test
    void the_rules_choice_in_other_words_has_the_rules_figures() throws InterruptedException {
        OptimizationReport report = costReport();
        Optimization byRules = report.write();
        Optimization drafted = report.write(draft(report.facts().chosenByRules()), BY);

        assertThat(drafted.strategies()).isEqualTo(byRules.strategies());
        assertThat(drafted.expectedImprovements())
                .isEqualTo(byRules.expectedImprovements())
                .isNotEmpty();
        assertThat(drafted.recommendations()).isEqualTo(byRules.recommendations());
        assertThat(drafted.riskAssessment()).isEqualTo(byRules.riskAssessment());
        assertThat(drafted.strategy().orElseThrow().summary()).contains("It is the best.", "For the same requests");
        assertThat(drafted.draftedBy()).hasValue(BY);
    }

    @Test
    void figures_of_another_choice_are_computed_for_it() throws InterruptedException {
        OptimizationReport report = costReport();
        OptimizationFacts facts = report.facts();
        assertThat(facts.choosable()).contains(facts.chosenByRules()).hasSizeGreaterThan(1);

        for (String id : facts.choosable()) {
            Optimization drafted = report.write(draft(id), BY);

            assertThat(drafted.strategy().orElseThrow().id()).isEqualTo(id);
            assertThat(drafted.expectedImprovements())
                    .isEqualTo(drafted.strategy(id).orElseThrow().impact())
                    .isNotEmpty();
            assertThat(drafted.recommendations().getFirst().impact()).isNotEmpty();
        }
    }

    @Test
    void words_stand_behind_those_of_the_rules() throws InterruptedException {
        OptimizationReport report = costReport();
        String id = report.facts().chosenByRules();
        Optimization byRules = report.write();

        Optimization drafted = report.write(
                draft(id, new OptimizationDraft.StrategyDraft(id, "It is simple.", List.of("one vendor more"))), BY);

        assertThat(drafted.strategy(id).orElseThrow().tradeOffs())
                .startsWith(byRules.strategy(id).orElseThrow().tradeOffs().toArray(String[]::new))
                .endsWith("one vendor more");
        assertThat(drafted.riskAssessment().risks()).contains("one vendor more");
        assertThat(drafted.recommendations().getFirst().description())
                .startsWith(byRules.recommendations().getFirst().description())
                .endsWith("It is simple.");
    }

    @Test
    void what_breaks_a_constraint_was_not_measured_or_is_unknown_cannot_be_chosen() throws InterruptedException {
        OptimizationFacts facts = BENCH.evaluate("Reduce my costs, keep p95 latency below 1 ms", "frontier-large")
                .facts();

        assertThat(facts.choosable()).isEmpty();
        assertThat(drafting.problem(facts, draft("none"))).isEmpty();
        for (String id : List.of("routing-1", "caching-1", "")) {
            assertThat(drafting.problem(facts, draft(id)))
                    .hasValueSatisfying(problem ->
                            assertThat(problem).contains("'" + id + "' cannot be chosen", "choose one of [none]"));
        }
        assertThat(drafting.problem(costReport().facts(), draft("none"))).isPresent();
    }

    @Test
    void a_strategy_is_known_and_worded_once() throws InterruptedException {
        OptimizationFacts facts = costReport().facts();
        OptimizationDraft.StrategyDraft words = new OptimizationDraft.StrategyDraft("caching-1", "d", List.of());

        assertThat(drafting.problem(facts, draft(facts.chosenByRules(), words))).isEmpty();
        assertThat(drafting.problem(facts, draft(facts.chosenByRules(), words, words)))
                .hasValueSatisfying(problem -> assertThat(problem).contains("'caching-1'", "twice"));
    }

    @Test
    void without_a_current_model_there_is_nothing_to_choose() throws InterruptedException {
        OptimizationReport report = BENCH.evaluate("Reduce my costs", "");

        assertThat(report.facts().choosable()).isEmpty();
        assertThat(report.facts().chosenByRules()).isEqualTo(OptimizationFacts.NONE);
        Optimization drafted = report.write(draft("none"), BY);
        assertThat(drafted.strategy()).isEmpty();
        assertThat(drafted.expectedImprovements()).isEmpty();
    }
}
