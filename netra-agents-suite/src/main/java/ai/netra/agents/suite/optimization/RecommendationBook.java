package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.internal.Shown;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.supply.Setting;
import ai.netra.agents.suite.triage.RequestPriority;
import ai.netra.agents.suite.triage.Triage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What to do, most urgent first: the chosen change, questions that stand in the way, and what to record so that more can be told. Never nothing. */
final class RecommendationBook {
    private final Triage triage;
    private final StatedDemands demands;
    private final Optional<ResourceOptimization> evaluation;
    private final List<StrategyEntry> entries;
    private final Optional<StrategyEntry> chosen;
    private final StrategyWords words;

    RecommendationBook(
            Triage triage,
            StatedDemands demands,
            Optional<ResourceOptimization> evaluation,
            List<StrategyEntry> entries,
            Optional<StrategyEntry> chosen,
            StrategyWords words) {
        this.triage = triage;
        this.demands = demands;
        this.evaluation = evaluation;
        this.entries = entries;
        this.chosen = chosen;
        this.words = words;
    }

    List<Recommendation> recommendations() {
        List<Recommendation> all = new ArrayList<>();
        Optional<PlanEvaluation> unchanged = evaluation.flatMap(ResourceOptimization::unchanged);
        boolean unsaid = triage.priority() == RequestPriority.MEDIUM;
        ChangeBook changes = new ChangeBook(unchanged, unsaid ? RequestPriority.HIGH : triage.priority());
        chosen.ifPresent(entry -> all.addAll(words.added(entry, changes.of(entry))));
        questions().forEach(all::add);
        entries.stream()
                .filter(entry -> !Optional.of(entry).equals(chosen))
                .filter(this::alsoUseful)
                .forEach(entry -> all.addAll(words.added(entry, changes.of(entry))));
        measurements().forEach(all::add);
        all.sort(Comparator.comparing(Recommendation::priority));
        return all;
    }

    /** More replicas for a growth that is expected, and a second chance for requests that fail, go with any other change. */
    private boolean alsoUseful(StrategyEntry entry) {
        if (entry.plan().isEmpty() || !entry.strategy().honorsConstraints()) {
            return false;
        }
        boolean stays = chosen.flatMap(StrategyEntry::plan)
                .map(plan -> plan.type() == StrategyType.FALLBACK)
                .orElse(true);
        return switch (entry.strategy().type()) {
            case FALLBACK -> true;
            case SCALING ->
                stays && evaluation.flatMap(ResourceOptimization::growth).isPresent();
            default -> false;
        };
    }

    private List<Recommendation> questions() {
        List<Recommendation> questions = new ArrayList<>();
        if (evaluation.isEmpty()) {
            questions.add(question(
                    "Say which workload is meant and load its requests: nothing can be replayed without them.",
                    "workload_id",
                    RequestPriority.HIGH));
        } else if (evaluation.get().unchanged().isEmpty()) {
            questions.add(question(
                    "Name the model that serves the workload now: until then there are costs per option, but no"
                            + " saving. "
                            + leastCost(evaluation.get()),
                    "model",
                    RequestPriority.HIGH));
        } else if (chosen.isEmpty()) {
            String why = evaluation.get().limitations().stream()
                    .filter(limit -> limit.startsWith("No plan"))
                    .findFirst()
                    .orElse("No strategy that was asked for could be measured.");
            questions.add(question(
                    why + " Say which demand may give, or extend the supply catalog.",
                    "constraints",
                    RequestPriority.HIGH));
        }
        if (demands.goalUnclear()) {
            questions.add(question(
                    "Say what matters most: cost, latency or quality, and by how much. Until then lower cost is taken"
                            + " for the goal.",
                    "goal",
                    RequestPriority.HIGH));
        }
        cheaperAtLowerQuality().ifPresent(questions::add);
        evaluation.filter(e -> !e.load().isEmpty()).map(this::rateLimits).ifPresent(questions::add);
        return questions;
    }

    private static String leastCost(ResourceOptimization e) {
        return e.options().stream()
                .filter(PlanEvaluation::honorsConstraints)
                .min(Comparator.comparing(plan -> plan.cost().value()))
                .map(plan -> "Of the options that break no demand that can be verified, " + plan.plan()
                        + " costs least: " + money(plan.cost()) + " for the recorded requests.")
                .orElse("No option keeps every demand that can be verified.");
    }

    /** The chosen plan keeps the quality scores; if a lower one would do, more can be saved. */
    private Optional<Recommendation> cheaperAtLowerQuality() {
        return chosen.flatMap(StrategyEntry::plan)
                .flatMap(best -> evaluation.flatMap(e -> e.options().stream()
                        .filter(PlanEvaluation::honorsConstraints)
                        .filter(plan -> best.quality()
                                .filter(score -> plan.quality()
                                        .filter(other -> other.value().compareTo(score.value()) < 0)
                                        .isPresent())
                                .isPresent())
                        .filter(plan ->
                                plan.cost().value().compareTo(best.cost().value()) < 0)
                        .min(Comparator.comparing(plan -> plan.cost().value()))
                        .map(plan -> question(
                                "If a lower quality score would do (" + score(plan) + " instead of " + score(best)
                                        + "), " + plan.plan()
                                        + " would cost " + money(plan.cost()) + " instead of " + money(best.cost())
                                        + " for the same requests. Say so if it would.",
                                "quality",
                                RequestPriority.LOW))));
    }

    private Recommendation rateLimits(ResourceOptimization e) {
        String load = String.join(
                ", ",
                e.load().stream()
                        .map(peak ->
                                peak.grown().orElse(peak.recorded()).rounded(0).toPlainString() + " "
                                        + peak.measure().replace('_', ' '))
                        .toList());
        return question(
                "Hold the busiest minute against your provider's rate limits, which the catalog does not say: " + load
                        + ".",
                "rate_limit",
                RequestPriority.MEDIUM);
    }

    private List<Recommendation> measurements() {
        Set<String> missing = new LinkedHashSet<>();
        chosen.ifPresent(entry -> entry.strategy().constraints().stream()
                .filter(check -> check.verdict() == ConstraintVerdict.NOT_VERIFIABLE)
                .forEach(check -> missing.add(check.constraint() + ": " + check.reason())));
        entries.forEach(entry -> missing.addAll(entry.strategy().missing()));
        return missing.stream()
                .map(data -> new Recommendation(
                        RecommendationType.MEASUREMENT,
                        "Record or state: " + data + ".",
                        Map.of("field", Setting.of(data)),
                        RequestPriority.LOW,
                        List.of()))
                .toList();
    }

    private static Recommendation question(String text, String subject, RequestPriority priority) {
        return new Recommendation(
                RecommendationType.CLARIFICATION, text, Map.of("subject", Setting.of(subject)), priority, List.of());
    }

    private static String score(PlanEvaluation plan) {
        return plan.quality().map(score -> score.value().toPlainString()).orElse("unknown");
    }

    private static String money(Quantity cost) {
        return Shown.of(cost);
    }
}
