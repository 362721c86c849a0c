package ai.netra.agents.suite.optimization;

import java.util.List;

/**
 * What can go wrong with what is recommended.
 *
 * @param level the risk of the chosen strategy; low where nothing is to be changed
 * @param risks what can go wrong
 * @param mitigations what keeps it small
 * @param unverified demands of the request that the data cannot confirm
 */
public record RiskAssessment(
        StrategyLevel level, List<String> risks, List<String> mitigations, List<ConstraintCheck> unverified) {
    /** Copies the lists. */
    public RiskAssessment {
        risks = List.copyOf(risks);
        mitigations = List.copyOf(mitigations);
        unverified = List.copyOf(unverified);
    }
}
