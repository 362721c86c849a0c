package ai.netra.agents.suite.triage;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evidence of a request, weighed: category and intent are those with the most weight.
 *
 * <p>Confidence is (weight that agrees) / (weight of all evidence + 1). What agrees is the weight for the chosen category and for the chosen intent; the
 * 1 keeps a single hint from counting as certainty.
 */
final class Scores {
    private static final int WEIGHT_OF_A_GOAL = 2;

    private final Map<RequestCategory, Integer> categories = new EnumMap<>(RequestCategory.class);
    private final Map<RequestIntent, Integer> intents = new EnumMap<>(RequestIntent.class);

    private Scores() {}

    static Scores of(List<Evidence> evidence, Constraints constraints, StatedGoals goals, List<ModelMention> models) {
        Scores scores = new Scores();
        for (Evidence found : evidence) {
            if (!found.negated() && !constraints.holds(found) && !goals.limits(found)) {
                found.clue()
                        .category()
                        .ifPresent(category -> scores.add(category, found.clue().categoryWeight()));
            }
            if (!found.negated()) {
                found.clue()
                        .intent()
                        .ifPresent(intent -> scores.add(intent, found.clue().intentWeight()));
            }
        }
        for (StatedTarget target : goals.targets()) {
            scores.add(target, !goals.of(TargetKind.GOAL).isEmpty());
        }
        goals.thresholds().stream()
                .filter(threshold ->
                        threshold.bound() == ThresholdBound.STATED || threshold.bound() == ThresholdBound.CURRENT)
                .forEach(threshold -> scores.add(about(threshold.metric()), WEIGHT_OF_A_GOAL));
        models.forEach(model -> scores.add(RequestCategory.MODEL_SELECTION, model.role() == ModelRole.CURRENT ? 0 : 2));
        return scores;
    }

    RequestCategory category() {
        return best(categories).orElse(RequestCategory.GENERAL);
    }

    RequestIntent intent() {
        return best(intents).orElse(RequestIntent.ANALYZE);
    }

    List<RequestIntent> otherIntents() {
        return intents.entrySet().stream()
                .filter(entry -> entry.getKey() != intent() && entry.getValue() > 0)
                .sorted(Map.Entry.<RequestIntent, Integer>comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .toList();
    }

    Optional<Quantity> confidence() {
        int all = sum(categories) + sum(intents);
        if (all == 0) {
            return Optional.empty();
        }
        int agreeing = categories.getOrDefault(category(), 0) + intents.getOrDefault(intent(), 0);
        return Optional.of(Quantity.estimated(
                Quantity.quotient(BigDecimal.valueOf(agreeing), BigDecimal.valueOf(all + 1L)),
                Unit.RATIO,
                "weight of the evidence that agrees (" + agreeing + ") / (weight of all evidence (" + all + ") + 1)"));
    }

    @Override
    public String toString() {
        return "categories by weight of evidence: " + shown(categories) + "; intents: " + shown(intents);
    }

    private void add(StatedTarget target, boolean goalsStated) {
        switch (target.kind()) {
            case GOAL -> {
                add(RequestIntent.OPTIMIZE, target.factor().isPresent() ? WEIGHT_OF_A_GOAL + 1 : 1);
                target.metric().ifPresent(metric -> add(about(metric), WEIGHT_OF_A_GOAL));
            }
            case SCENARIO -> {
                add(RequestIntent.PREDICT, WEIGHT_OF_A_GOAL);
                if (!goalsStated) {
                    add(RequestCategory.WORKLOAD_ANALYSIS, WEIGHT_OF_A_GOAL);
                }
            }
            case OBSERVATION -> {}
        }
    }

    private void add(RequestCategory category, int weight) {
        categories.merge(category, weight, Integer::sum);
    }

    private void add(RequestIntent intent, int weight) {
        intents.merge(intent, weight, Integer::sum);
    }

    private static RequestCategory about(Metric metric) {
        return switch (metric) {
            case COST -> RequestCategory.COST_OPTIMIZATION;
            case LATENCY, TIME_TO_FIRST_TOKEN, THROUGHPUT -> RequestCategory.PERFORMANCE_OPTIMIZATION;
            case QUALITY, ERRORS -> RequestCategory.QUALITY_OPTIMIZATION;
            case USAGE, TOKENS, UTILIZATION, CACHING -> RequestCategory.WORKLOAD_ANALYSIS;
            case RATE_LIMIT -> RequestCategory.CONFIGURATION;
        };
    }

    private static <E extends Enum<E>> Optional<E> best(Map<E, Integer> weights) {
        return weights.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .max(Map.Entry.<E, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }

    private static int sum(Map<?, Integer> weights) {
        return weights.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static String shown(Map<?, Integer> weights) {
        return weights.isEmpty() ? "none" : weights.toString();
    }
}
