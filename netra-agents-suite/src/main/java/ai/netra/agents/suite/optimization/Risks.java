package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.tool.CheckStatus;
import ai.netra.agents.suite.tool.ConstraintCheck;
import ai.netra.agents.suite.tool.PlanEvaluation;
import ai.netra.agents.suite.tool.ResourceOptimization;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can go wrong with what is recommended. */
final class Risks {
    private Risks() {}

    static RiskAssessment of(DataAssessment data, Optional<ResourceOptimization> evaluation) {
        List<RiskItem> risks = new ArrayList<>();
        Optional<PlanEvaluation> best = evaluation.flatMap(ResourceOptimization::optimized);
        best.ifPresent(plan -> {
            risks.add(new RiskItem(
                    "Answers of another model may be worse for this workload; quality was not measured.",
                    Level.HIGH,
                    "Compare answers on a sample of your own requests before the rollout, and roll out in shares."));
            for (ConstraintCheck check : plan.checks(CheckStatus.NOT_VERIFIABLE)) {
                risks.add(new RiskItem(
                        "Not verified: " + check.constraint() + " (" + check.detail() + ").",
                        Level.MEDIUM,
                        "Supply what is missing, or verify it during the rollout."));
            }
            if (plan.cost().provenance() == Provenance.ASSUMED) {
                risks.add(new RiskItem(
                        "Prices and speeds are illustrative, not anybody's offer.", Level.HIGH, "Give your own supply catalog before deciding."));
            }
        });
        data.dataQuality().freshness().map(Quantity::value).filter(f -> f.compareTo(BigDecimal.ONE) < 0).ifPresent(f -> risks.add(new RiskItem(
                "The requests replayed are older than the range they stand for.", Level.MEDIUM, "Load newer requests and run again.")));
        return RiskAssessment.of(risks);
    }
}
