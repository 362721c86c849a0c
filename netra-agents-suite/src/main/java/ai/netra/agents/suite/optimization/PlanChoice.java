package ai.netra.agents.suite.optimization;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses among plans. Of those that break no constraint and beat the current configuration, first those whose quality scores are no lower than today's,
 * and of these the best in the first priority. Without a known current configuration there is nothing to beat, and so no choice.
 */
final class PlanChoice {
    private final ResourceConstraints wanted;
    private final ConstraintChecks checks;

    PlanChoice(ResourceConstraints wanted, ConstraintChecks checks) {
        this.wanted = wanted;
        this.checks = checks;
    }

    /** All that may be chosen, the best first. */
    List<PlanEvaluation> ranked(Optional<PlanEvaluation> unchanged, List<PlanEvaluation> plans) {
        return unchanged
                .map(now -> plans.stream()
                        .filter(PlanEvaluation::honorsConstraints)
                        .filter(plan -> badness(plan).isPresent())
                        .filter(plan -> beats(plan, now))
                        .sorted(Comparator.comparing((PlanEvaluation plan) -> !keepsQuality(plan))
                                .thenComparing(plan -> badness(plan).orElseThrow())
                                .thenComparing(plan -> plan.cost().value())
                                .thenComparingInt(plan -> plan.routes().size())
                                .thenComparing(PlanEvaluation::plan))
                        .toList())
                .orElse(List.of());
    }

    boolean keepsQuality(PlanEvaluation plan) {
        return checks.quality(plan).verdict() == ConstraintVerdict.MET;
    }

    private boolean beats(PlanEvaluation plan, PlanEvaluation now) {
        if (plan.equals(now)) {
            return wanted.demandLatency() && metLatency(plan);
        }
        if (plan.models().equals(now.models())
                && plan.type() == StrategyType.ROUTING
                && plan.routes().size() == now.routes().size()) {
            return false;
        }
        boolean mends = !now.honorsConstraints();
        return mends
                || badness(now)
                        .map(before -> badness(plan).orElseThrow().compareTo(before) < 0)
                        .orElse(true);
    }

    private static boolean metLatency(PlanEvaluation plan) {
        return plan.constraints(ConstraintVerdict.MET).stream()
                .anyMatch(check -> check.constraint().startsWith("p95 latency"));
    }

    /** What to make small: with a latency demanded, and kept, the cost; else the first priority. */
    private Optional<BigDecimal> badness(PlanEvaluation plan) {
        return switch (wanted.objective()) {
            case "latency" ->
                wanted.demandLatency()
                        ? Optional.of(plan.cost().value())
                        : plan.servingP95().map(p95 -> p95.value());
            case "quality" -> plan.quality().map(score -> score.value().negate());
            default -> Optional.of(plan.cost().value());
        };
    }
}
