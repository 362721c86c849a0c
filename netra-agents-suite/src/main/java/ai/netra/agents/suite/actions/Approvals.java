package ai.netra.agents.suite.actions;

import ai.netra.agents.suite.optimization.ConstraintCheck;
import ai.netra.agents.suite.optimization.ConstraintVerdict;
import ai.netra.agents.suite.optimization.Impact;
import ai.netra.agents.suite.optimization.Optimization;
import ai.netra.agents.suite.optimization.OptimizationStrategy;
import ai.netra.agents.suite.optimization.RecommendationType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The consents that actions need: for another model in production, for spending more, for more replicas, and for what no data confirms. */
final class Approvals {
    private final Optimization optimization;
    private final List<PlannedAction> actions;

    Approvals(Optimization optimization, List<PlannedAction> actions) {
        this.optimization = optimization;
        this.actions = actions;
    }

    List<RequiredApproval> required() {
        List<RequiredApproval> approvals = new ArrayList<>();
        List<String> models = ids(action -> Playbook.changesTraffic(action.type()));
        add(
                approvals,
                "a change of the models that serve production",
                "answers will come from another model; the owner of the workload consents after comparing a sample",
                models);
        add(
                approvals,
                "more spending than today",
                "the estimated cost is above today's",
                ids(action -> rises(action, "cost")));
        List<String> brokenBudgets = broken("usd per month");
        if (!brokenBudgets.isEmpty()) {
            add(
                    approvals,
                    "spending above the stated budget",
                    String.join("; ", brokenBudgets),
                    ids(Approvals::changes));
        }
        add(
                approvals,
                "more replicas than today",
                "they have to be provided and paid for, where you run them yourself",
                ids(action -> action.type() == RecommendationType.SCALING && rises(action, "replicas")));
        List<String> unverified = optimization.riskAssessment().unverified().stream()
                .map(ConstraintCheck::constraint)
                .distinct()
                .toList();
        if (!unverified.isEmpty()) {
            add(
                    approvals,
                    "going ahead although demands are not verified",
                    "the data does not confirm: " + String.join("; ", unverified),
                    models);
        }
        return approvals;
    }

    private List<String> broken(String part) {
        Optional<OptimizationStrategy> chosen =
                optimization.strategy().flatMap(strategy -> optimization.strategy(strategy.id()));
        List<ConstraintCheck> checks =
                chosen.map(OptimizationStrategy::constraints).orElse(List.of());
        return checks.stream()
                .filter(check -> check.verdict() != ConstraintVerdict.MET
                        && check.constraint().contains(part))
                .map(check -> check.constraint() + ": " + check.reason())
                .toList();
    }

    private static boolean changes(PlannedAction action) {
        return action.type() != RecommendationType.MEASUREMENT;
    }

    private static boolean rises(PlannedAction action, String measure) {
        return action.estimatedImpact().stream()
                .filter(impact -> impact.measure().equals(measure))
                .map(Impact::change)
                .flatMap(Optional::stream)
                .anyMatch(change -> change.value().signum() > 0);
    }

    private List<String> ids(Predicate<PlannedAction> which) {
        return actions.stream().filter(which).map(PlannedAction::id).toList();
    }

    private static void add(List<RequiredApproval> approvals, String subject, String reason, List<String> actions) {
        if (!actions.isEmpty()) {
            approvals.add(new RequiredApproval(subject, reason, actions));
        }
    }
}
