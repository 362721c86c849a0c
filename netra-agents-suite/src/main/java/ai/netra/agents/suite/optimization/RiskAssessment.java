package ai.netra.agents.suite.optimization;

import java.util.Comparator;
import java.util.List;

/**
 * What can go wrong.
 *
 * @param overall the highest level of the risks
 * @param risks each of them
 */
public record RiskAssessment(Level overall, List<RiskItem> risks) {
    /** Copies the list. */
    public RiskAssessment {
        risks = List.copyOf(risks);
    }

    /** What the risks amount to. */
    public static RiskAssessment of(List<RiskItem> risks) {
        return new RiskAssessment(
                risks.stream().map(RiskItem::level).max(Comparator.naturalOrder()).orElse(Level.LOW), risks);
    }
}
