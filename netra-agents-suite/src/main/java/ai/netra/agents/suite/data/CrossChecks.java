package ai.netra.agents.suite.data;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.statistics.Breakdown;
import ai.netra.agents.suite.statistics.GroupStatistics;
import ai.netra.agents.suite.tool.GroupCost;
import ai.netra.agents.suite.tool.WorkloadMetrics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Whether figures that were counted in different ways agree. */
final class CrossChecks {
    private CrossChecks() {}

    static List<String> of(RawData raw) {
        List<String> checks = new ArrayList<>();
        raw.workloadMetrics().map(WorkloadMetrics::metrics).ifPresent(metrics -> {
            checks.add(agrees(
                    "requests by feature",
                    requests(metrics.byFeature()),
                    metrics.requests().value()));
            checks.add(agrees(
                    "requests by model",
                    requests(metrics.byModel()),
                    metrics.requests().value()));
        });
        raw.costAnalysis()
                .filter(cost -> !cost.byFeature().isEmpty())
                .flatMap(cost -> cost.current())
                .ifPresent(current -> {
                    BigDecimal sum = raw.costAnalysis().orElseThrow().byFeature().stream()
                            .map(GroupCost::cost)
                            .map(Quantity::value)
                            .reduce(BigDecimal.ZERO, BigDecimal::add);
                    checks.add(
                            sum.compareTo(current.cost().value()) <= 0
                                    ? "The costs of the features come to no more than the current cost."
                                    : "The costs of the features exceed the current cost; check the trace.");
                });
        return checks;
    }

    private static BigDecimal requests(Breakdown breakdown) {
        return breakdown.groups().stream()
                .map(GroupStatistics::requests)
                .map(Quantity::value)
                .reduce(breakdown.rest().value().add(breakdown.unnamed().value()), BigDecimal::add);
    }

    private static String agrees(String what, BigDecimal part, BigDecimal whole) {
        return part.compareTo(whole) == 0
                ? "The " + what + " add up to all requests (" + whole.toPlainString() + ")."
                : "The " + what + " add up to " + part.toPlainString() + " of " + whole.toPlainString()
                        + "; check the trace.";
    }
}
