package ai.netra.agents.suite.data;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.statistics.Correlation;
import ai.netra.agents.suite.statistics.WorkloadStatistics;
import ai.netra.agents.suite.tool.OptionCost;
import ai.netra.agents.suite.tool.WorkloadMetrics;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is in the data, in sentences; each figure with its provenance. */
final class Findings {
    private Findings() {}

    static List<String> of(
            RawData raw, List<PeriodChange> changes, List<Projection> projections, List<OptionCost> costs) {
        List<String> findings = new ArrayList<>();
        raw.workloadMetrics().map(WorkloadMetrics::metrics).ifPresent(metrics -> workload(metrics, findings));
        if (costs.size() > 1) {
            OptionCost cheapest = costs.getFirst();
            OptionCost dearest = costs.getLast();
            findings.add("The same requests cost " + usd(cheapest.cost()) + " on " + cheapest.model() + " and "
                    + usd(dearest.cost()) + " on " + dearest.model() + ".");
        }
        raw.costAnalysis()
                .flatMap(cost -> cost.current())
                .ifPresent(current -> findings.add("On " + String.join(", ", current.models())
                        + ", named by the " + current.namedBy() + ", they cost " + usd(current.cost())
                        + current.costPerMonth()
                                .map(month -> ", or " + usd(month) + " a month at that pace")
                                .orElse("") + "."));
        for (PeriodChange change : changes) {
            findings.add(change.metric().replace('_', ' ') + " changed by " + percent(change.change())
                    + " against the period of equal length before ("
                    + change.change().provenance() + ").");
        }
        for (Projection projection : projections.stream()
                .filter(p -> !p.metric().startsWith("cost_per_month on"))
                .toList()) {
            findings.add(projection.metric().replace('_', ' ') + " would go from " + shown(projection.now()) + " to "
                    + shown(projection.projected()) + ".");
        }
        return findings.stream().map(Findings::capitalized).toList();
    }

    private static void workload(WorkloadStatistics metrics, List<String> findings) {
        findings.add(shown(metrics.requests()) + " from " + metrics.observed().start() + " to "
                + metrics.observed().end().minusNanos(1) + ", with "
                + shown(metrics.inputTokens().total()) + " in and "
                + shown(metrics.outputTokens().total()) + " out.");
        findings.add("Input tokens are " + shown(metrics.inputTokens().p50()) + " at the median and "
                + shown(metrics.inputTokens().p95()) + " at p95; output tokens "
                + shown(metrics.outputTokens().p50()) + " and "
                + shown(metrics.outputTokens().p95()) + ".");
        if (!metrics.timeline().peaks().isEmpty()) {
            findings.add(metrics.timeline().peaks().size() + " of "
                    + metrics.timeline().buckets().size() + " stretches of "
                    + metrics.timeline().bucketWidth().value().toPlainString()
                    + " s have more than 1.5 times the mean number of requests.");
        }
        if (!metrics.timeline().anomalies().isEmpty()) {
            findings.add(metrics.timeline().anomalies().size()
                    + " stretches of time have an unusual number of requests, the first from "
                    + metrics.timeline().anomalies().getFirst().time().start() + ".");
        }
        for (Correlation correlation : metrics.correlations()) {
            if (correlation.strength() == Correlation.Strength.STRONG) {
                findings.add(correlation.first() + " and " + correlation.second() + " go together (r = "
                        + correlation.coefficient().rounded(2) + ").");
            }
        }
    }

    private static String usd(Quantity money) {
        return String.format(Locale.ROOT, "$%,.2f", money.rounded(2)) + " (" + money.provenance() + ")";
    }

    private static String shown(Quantity quantity) {
        BigDecimal value = quantity.value().scale() > 2 ? quantity.rounded(2) : quantity.value();
        return String.format(Locale.ROOT, value.scale() > 0 ? "%,.2f" : "%,.0f", value) + " " + quantity.unit() + " ("
                + quantity.provenance() + ")";
    }

    private static String percent(Quantity ratio) {
        return String.format(Locale.ROOT, "%+.1f %%", ratio.value().movePointRight(2));
    }

    private static String capitalized(String sentence) {
        return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
