package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.quantity.Quantity;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses among plans: of those that break no constraint the best in the first priority, if it beats today's configuration in that. Plans whose quality
 * is not below today's come before all others, whether or not that was asked for: a saving that costs quality is for the user to choose.
 */
final class PlanChoice {
    private final ResourceConstraints wanted;
    private final Optional<PlanEvaluation> today;

    PlanChoice(ResourceConstraints wanted, Optional<PlanEvaluation> today) {
        this.wanted = wanted;
        this.today = today;
    }

    Optional<PlanEvaluation> best(List<PlanEvaluation> plans) {
        List<PlanEvaluation> better = better(plans);
        return better.stream().filter(this::keepsQuality).min(order()).or(() -> better.stream().min(order()));
    }

    /** The plan that would be best if quality did not matter, where that is another one. */
    Optional<PlanEvaluation> bestAtLowerQuality(List<PlanEvaluation> plans) {
        return better(plans).stream().min(order()).filter(plan -> !keepsQuality(plan) && !best(plans).equals(Optional.of(plan)));
    }

    private List<PlanEvaluation> better(List<PlanEvaluation> plans) {
        return plans.stream()
                .filter(PlanEvaluation::acceptable)
                .filter(plan -> badness(plan).isPresent())
                .filter(this::beatsToday)
                .toList();
    }

    private Comparator<PlanEvaluation> order() {
        return Comparator.comparing((PlanEvaluation plan) -> badness(plan).orElseThrow())
                .thenComparing(plan -> plan.cost().value())
                .thenComparing(PlanEvaluation::plan);
    }

    private boolean keepsQuality(PlanEvaluation plan) {
        Optional<BigDecimal> now = today.flatMap(PlanEvaluation::quality).map(Quantity::value);
        return now.isEmpty()
                || plan.quality().filter(score -> score.value().compareTo(now.get()) >= 0).isPresent();
    }

    private boolean beatsToday(PlanEvaluation plan) {
        if (today.isEmpty()) {
            return true;
        }
        PlanEvaluation now = today.get();
        if (plan.models().equals(now.models())) {
            return false;
        }
        boolean grows = wanted.usageFactor().orElse(BigDecimal.ONE).compareTo(BigDecimal.ONE) > 0;
        if (grows && wanted.costFactor().isPresent()) {
            return true;
        }
        return badness(now).map(before -> badness(plan).orElseThrow().compareTo(before) < 0).orElse(true);
    }

    /** What to make small: cost unless latency or quality comes first. */
    private Optional<BigDecimal> badness(PlanEvaluation plan) {
        return switch (wanted.priorities().isEmpty() ? "cost" : wanted.priorities().getFirst()) {
            case "latency" -> plan.servingP95().map(Quantity::value);
            case "quality" -> plan.quality().map(quality -> quality.value().negate());
            default -> Optional.of(plan.cost().value());
        };
    }
}
