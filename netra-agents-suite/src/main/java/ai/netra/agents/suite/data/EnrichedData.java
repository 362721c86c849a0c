package ai.netra.agents.suite.data;

import ai.netra.agents.suite.statistics.Correlation;
import ai.netra.agents.suite.statistics.TimeAnomaly;
import ai.netra.agents.suite.statistics.UsagePattern;
import ai.netra.agents.suite.tool.OptionCost;
import java.util.List;
import java.util.Optional;

/**
 * What is in the data.
 *
 * @param statistics percentiles and more of each measure
 * @param trends where requests and tokens are going
 * @param anomalies stretches of time with an unusual number of requests
 * @param correlations pairs of measures with an absolute Pearson's r of 0.7 or more
 * @param usagePattern at what time of the day requests come
 * @param costBreakdown the cost on each option of the catalog, cheapest first
 * @param changes against the period before
 * @param projections for a change of usage, stated in the request or seen from the period before
 * @param crossChecks whether figures from different sources agree; only where the data is optimal
 * @param findings all this in sentences
 */
public record EnrichedData(
        List<NamedStatistics> statistics,
        List<NamedTrend> trends,
        List<TimeAnomaly> anomalies,
        List<Correlation> correlations,
        Optional<UsagePattern> usagePattern,
        List<OptionCost> costBreakdown,
        List<PeriodChange> changes,
        List<Projection> projections,
        List<String> crossChecks,
        List<String> findings) {
    /** Copies the lists. */
    public EnrichedData {
        statistics = List.copyOf(statistics);
        trends = List.copyOf(trends);
        anomalies = List.copyOf(anomalies);
        correlations = List.copyOf(correlations);
        costBreakdown = List.copyOf(costBreakdown);
        changes = List.copyOf(changes);
        projections = List.copyOf(projections);
        crossChecks = List.copyOf(crossChecks);
        findings = List.copyOf(findings);
    }

    /** Nothing found. */
    public static EnrichedData none() {
        return new EnrichedData(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
