package ai.netra.agents.suite.optimization;

import ai.netra.agents.tool.Description;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * What is wanted of a configuration. Factors multiply what is so today: 0.8 is 20 % less.
 *
 * @param usageFactor how usage will change
 * @param costFactor what the cost may come to
 * @param maxMonthlyCostUsd what 30 days may cost
 * @param latencyFactor what the 95th percentile of latency may come to
 * @param maxLatencyMs what 95 % of all requests may take at most
 * @param featureCaps what the requests of single features may take at most
 * @param keep what must not get worse: cost, latency, quality
 * @param priorities what to improve, most important first: cost, latency, quality, errors; by default cost
 * @param candidates models to choose among, by their names in the catalog; none means all
 */
public record ResourceConstraints(
        @Description("how usage will change, 1.5 for 50 % more")
        Optional<BigDecimal> usageFactor,

        @Description("what the cost may come to, 0.8 for 20 % less")
        Optional<BigDecimal> costFactor,

        @Description("what 30 days may cost, in US dollars") Optional<BigDecimal> maxMonthlyCostUsd,

        @Description("what the 95th percentile of latency may come to, 0.5 for half")
        Optional<BigDecimal> latencyFactor,

        @Description("what 95 % of all requests may take at most, in milliseconds")
        Optional<BigDecimal> maxLatencyMs,

        @Description("what the requests of single features may take at most")
        List<FeatureLatencyCap> featureCaps,

        @Description("what must not get worse: cost, latency, quality")
        List<String> keep,

        @Description("what to improve, most important first: cost, latency, quality, errors")
        List<String> priorities,

        @Description("models to choose among, by their names in the supply catalog; none means all")
        List<String> candidates) {
    static final BigDecimal MOST_USAGE = BigDecimal.valueOf(1_000);

    private static final BigDecimal LONGEST_MS = BigDecimal.valueOf(86_400_000L * 365);

    /** Copies the lists. */
    public ResourceConstraints {
        featureCaps = List.copyOf(featureCaps);
        keep = List.copyOf(keep);
        priorities = List.copyOf(priorities);
        candidates = List.copyOf(candidates);
    }

    /** Nothing wanted but less cost. */
    public static ResourceConstraints none() {
        return new ResourceConstraints(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    /** Whether a latency is demanded, of all requests or of a feature's. */
    boolean demandLatency() {
        return latencyFactor.isPresent() || maxLatencyMs.isPresent() || !featureCaps.isEmpty();
    }

    /** What comes first. */
    String objective() {
        return priorities.stream()
                .filter(List.of("cost", "latency", "quality", "errors")::contains)
                .findFirst()
                .orElse("cost");
    }

    /** What is wrong with it, if anything. */
    Optional<String> problem() {
        return within("usage_factor", usageFactor, MOST_USAGE)
                .or(() -> within("cost_factor", costFactor, MOST_USAGE))
                .or(() -> within("max_monthly_cost_usd", maxMonthlyCostUsd, BigDecimal.valueOf(1_000_000_000_000L)))
                .or(() -> within("latency_factor", latencyFactor, MOST_USAGE))
                .or(() -> within("max_latency_ms", maxLatencyMs, LONGEST_MS))
                .or(() -> featureCaps.stream()
                        .flatMap(
                                cap -> within(
                                        "max_ms of feature '" + cap.feature() + "'",
                                        Optional.of(cap.maxMs()),
                                        LONGEST_MS)
                                        .stream())
                        .findFirst());
    }

    private static Optional<String> within(String name, Optional<BigDecimal> value, BigDecimal most) {
        return value.filter(v -> v.signum() <= 0 || v.compareTo(most) > 0)
                .map(v -> name + " is " + v.toPlainString() + "; give more than 0 and at most " + most.toPlainString());
    }
}
