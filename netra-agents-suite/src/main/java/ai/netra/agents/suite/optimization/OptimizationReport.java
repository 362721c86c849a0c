package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.internal.Shown;
import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.sufficiency.MissingPoint;
import ai.netra.agents.suite.sufficiency.SufficiencyState;
import ai.netra.agents.suite.triage.Metric;
import ai.netra.agents.suite.triage.RequestConstraint;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.tool.ToolError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts an {@link Optimization} together from what the replays found. */
final class OptimizationReport {
    private final Triage triage;
    private final DataAssessment data;
    private final StatedDemands demands;
    private final Optional<ResourceOptimization> evaluation;
    private final Optional<ToolError> error;

    OptimizationReport(
            Triage triage,
            DataAssessment data,
            StatedDemands demands,
            Optional<ResourceOptimization> evaluation,
            Optional<ToolError> error) {
        this.triage = triage;
        this.data = data;
        this.demands = demands;
        this.evaluation = evaluation;
        this.error = error;
    }

    /** The report by rules. */
    Optimization write() {
        List<StrategyEntry> entries = entries();
        return write(entries, chosenByRules(entries), StrategyWords.NONE, Optional.empty());
    }

    /** The report with what a model chose and worded, which is acceptable; every figure is that of the strategy chosen. */
    Optimization write(OptimizationDraft draft, DraftedBy by) {
        List<StrategyEntry> entries = entries();
        StrategyWords words = new StrategyWords(draft);
        return write(
                entries.stream().map(words::added).toList(),
                entries.stream()
                        .filter(entry -> entry.strategy().id().equals(draft.strategy()))
                        .map(words::added)
                        .findFirst(),
                words,
                Optional.of(by));
    }

    /** What a model is shown. */
    OptimizationFacts facts() {
        List<StrategyEntry> entries = entries();
        return new OptimizationFacts(
                triage.objectives(),
                triage.priorities().stream().map(Metric::toString).toList(),
                triage.constraints().stream().map(RequestConstraint::text).toList(),
                chosenByRules(entries).map(entry -> entry.strategy().id()).orElse(OptimizationFacts.NONE),
                entries.stream()
                        .filter(this::isAcceptable)
                        .map(entry -> entry.strategy().id())
                        .toList(),
                entries.stream()
                        .map(entry -> OptimizationFacts.StrategyFacts.of(entry.strategy()))
                        .toList(),
                caveats());
    }

    private List<StrategyEntry> entries() {
        return new StrategyBook(evaluation, demands.unverifiable()).entries();
    }

    private Optional<StrategyEntry> chosenByRules(List<StrategyEntry> entries) {
        return evaluation
                .flatMap(ResourceOptimization::optimized)
                .flatMap(best -> entries.stream()
                        .filter(entry -> entry.plan().map(PlanEvaluation::plan).equals(Optional.of(best.plan())))
                        .findFirst());
    }

    private boolean isAcceptable(StrategyEntry entry) {
        return entry.plan()
                .filter(plan -> evaluation
                        .filter(e -> e.acceptable().contains(plan.plan()))
                        .isPresent())
                .isPresent();
    }

    private List<Impact> improvements(Optional<StrategyEntry> chosen) {
        Optional<PlanEvaluation> plan = chosen.flatMap(StrategyEntry::plan);
        List<Impact> improvements = new ArrayList<>(evaluation
                .flatMap(e -> e.unchanged()
                        .flatMap(now -> plan.map(
                                chosenPlan -> Impacts.improvements(e.original(), now, chosenPlan, e.growth()))))
                .orElse(List.of()));
        plan.flatMap(this::statedBill).ifPresent(improvements::add);
        return improvements;
    }

    private Optimization write(
            List<StrategyEntry> entries, Optional<StrategyEntry> chosen, StrategyWords words, Optional<DraftedBy> by) {
        return new Optimization(
                entries.stream().map(StrategyEntry::strategy).toList(),
                chosen.map(entry -> summary(entry, words)),
                new RecommendationBook(triage, demands, evaluation, entries, chosen, words).recommendations(),
                improvements(chosen),
                risks(chosen),
                evaluation.flatMap(ResourceOptimization::current),
                evaluation.map(ResourceOptimization::options).orElse(List.of()),
                evaluation.flatMap(ResourceOptimization::growth),
                evaluation.map(ResourceOptimization::load).orElse(List.of()),
                caveats(),
                by);
    }

    private static ChosenStrategy summary(StrategyEntry entry, StrategyWords words) {
        OptimizationStrategy strategy = entry.strategy();
        String saving = entry.plan()
                .flatMap(PlanEvaluation::saving)
                .filter(amount -> amount.value().signum() != 0)
                .map(amount -> " For the same requests it costs "
                        + Shown.of(
                                new Quantity(amount.value().abs(), amount.unit(), amount.provenance(), amount.basis()))
                        + (amount.value().signum() > 0 ? " less" : " more") + " than the models in use.")
                .orElse("");
        return new ChosenStrategy(
                strategy.id(),
                strategy.name(),
                strategy.type(),
                strategy.name() + ": "
                        + words.rationale()
                                .orElse("of the plans that break no demand, it does most for what was asked.")
                        + saving);
    }

    /** What the saving would come to on the bill that the user states, if all of it is for requests like those recorded. */
    private Optional<Impact> statedBill(PlanEvaluation best) {
        return demands.statedMonthlyCost()
                .flatMap(bill -> best.savingShare()
                        .flatMap(share -> Impacts.of(
                                "stated_cost_per_month",
                                "the stated bill",
                                Optional.of(bill),
                                Optional.of(new Quantity(
                                        bill.value().multiply(BigDecimal.ONE.subtract(share.value())),
                                        bill.unit(),
                                        share.provenance().weakest(Provenance.ESTIMATED),
                                        "stated bill x (1 - saving share), as if all of it"
                                                + " were for requests like those recorded")))));
    }

    private RiskAssessment risks(Optional<StrategyEntry> chosen) {
        List<String> risks = new ArrayList<>();
        List<String> mitigations = new ArrayList<>();
        chosen.ifPresent(entry -> {
            risks.addAll(entry.strategy().tradeOffs());
            entry.strategy().assumptions().forEach(assumption -> risks.add("It may not hold that " + assumption + "."));
            mitigations.add("Compare a sample of answers with those of today before any traffic moves.");
            mitigations.add("Move traffic in shares, and back at any of the rollback triggers.");
        });
        evaluation
                .filter(e -> e.options().stream().anyMatch(plan -> plan.cost().provenance() == Provenance.ASSUMED))
                .ifPresent(e -> {
                    risks.add("Costs rest on the " + e.catalog() + ", whose figures are assumed.");
                    mitigations.add("Give a supply catalog with the prices of your contract, and run again.");
                });
        List<ConstraintCheck> unverified = chosen.map(entry -> entry.strategy().constraints().stream()
                        .filter(check -> check.verdict() == ConstraintVerdict.NOT_VERIFIABLE)
                        .toList())
                .orElseGet(demands::unverifiable);
        return new RiskAssessment(
                chosen.map(entry -> entry.strategy().risk()).orElse(StrategyLevel.LOW), risks, mitigations, unverified);
    }

    private List<String> caveats() {
        Set<String> caveats = new LinkedHashSet<>();
        error.ifPresent(e -> caveats.add("No strategy could be measured: " + e.message()
                + (e.expected().isEmpty() ? "" : "; expected " + e.expected())));
        if (evaluation.isEmpty() && error.isEmpty()) {
            caveats.add("No workload is named, so that no strategy could be measured.");
        }
        evaluation.ifPresent(e -> caveats.addAll(e.limitations()));
        if (data.sufficiency().state() == SufficiencyState.MINIMAL) {
            caveats.add("The data is minimal; missing are "
                    + String.join(
                            ", ",
                            data.sufficiency().missing().stream()
                                    .map(MissingPoint::meaning)
                                    .toList()) + ".");
        }
        billDisagrees().ifPresent(caveats::add);
        return List.copyOf(caveats);
    }

    /** A stated bill and a replayed one are two views of one thing; if they differ much, the trace or the prices are not the user's. */
    private Optional<String> billDisagrees() {
        return demands.statedMonthlyCost()
                .map(bill -> evaluation
                        .flatMap(ResourceOptimization::current)
                        .flatMap(CurrentUse::costPerMonth)
                        .map(replayed -> "The stated bill is " + Shown.figure(bill) + "; the recorded requests come to "
                                + Shown.of(replayed)
                                + ". If they differ much, the trace is a part of the workload or prices differ.")
                        .orElse("The stated bill of " + Shown.figure(bill)
                                + " cannot be held against the trace before the model in use is named."));
    }
}
