package ai.netra.agents.suite.tool;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses among plans: of those that break no constraint the best in the first priority, if it beats today's configuration in that. */
final class PlanChoice {
    private final ResourceConstraints wanted;
    private final Optional<PlanEvaluation> today;

    PlanChoice(ResourceConstraints wanted, Optional<PlanEvaluation> today) {
        this.wanted = wanted;
        this.today = today;
    }

    Optional<PlanEvaluation> best(List<PlanEvaluation> plans) {
        return plans.stream()
                .filter(PlanEvaluation::acceptable)
                .filter(plan -> badness(plan).isPresent())
                .filter(this::beatsToday)
                .min(Comparator.comparing((PlanEvaluation plan) -> badness(plan).orElseThrow())
                        .thenComparing(plan -> plan.cost().value())
                        .thenComparing(PlanEvaluation::plan));
    }

    private boolean beatsToday(PlanEvaluation plan) {
        if (today.isEmpty()) {
            return true;
        }
        PlanEvaluation now = today.get();
        if (plan.models().equals(now.models())) {
            return false;
        }
        if (!wanted.usageFactor().orElse(BigDecimal.ONE).equals(BigDecimal.ONE) && wanted.costFactor().isPresent()) {
            return true;
        }
        return badness(now).map(before -> badness(plan).orElseThrow().compareTo(before) < 0).orElse(true);
    }

    /** What to make small: cost unless latency or quality comes first. */
    private Optional<BigDecimal> badness(PlanEvaluation plan) {
        return switch (wanted.priorities().isEmpty() ? "cost" : wanted.priorities().getFirst()) {
            case "latency" -> plan.latencyP95().map(p95 -> p95.value());
            case "quality" -> plan.quality().map(quality -> quality.value().negate());
            default -> Optional.of(plan.cost().value());
        };
    }
}
