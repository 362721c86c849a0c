package ai.netra.agents.suite.tool;

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
 * @param priorities what to improve, most important first: cost, latency, quality; by default cost
 */
public record ResourceConstraints(
        @Description("how usage will change, 1.5 for 50 % more") Optional<BigDecimal> usageFactor,
        @Description("what the cost may come to, 0.8 for 20 % less") Optional<BigDecimal> costFactor,
        @Description("what 30 days may cost, in US dollars") Optional<BigDecimal> maxMonthlyCostUsd,
        @Description("what the 95th percentile of latency may come to, 0.5 for half") Optional<BigDecimal> latencyFactor,
        @Description("what 95 % of all requests may take at most, in milliseconds") Optional<BigDecimal> maxLatencyMs,
        @Description("what the requests of single features may take at most") List<FeatureLatencyCap> featureCaps,
        @Description("what must not get worse: cost, latency, quality") List<String> keep,
        @Description("what to improve, most important first: cost, latency, quality") List<String> priorities) {
    /** Copies the lists. */
    public ResourceConstraints {
        featureCaps = List.copyOf(featureCaps);
        keep = List.copyOf(keep);
        priorities = List.copyOf(priorities);
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
                List.of());
    }

    /** What is wrong with it, if anything. */
    Optional<String> problem() {
        return positive("usage_factor", usageFactor)
                .or(() -> positive("cost_factor", costFactor))
                .or(() -> positive("max_monthly_cost_usd", maxMonthlyCostUsd))
                .or(() -> positive("latency_factor", latencyFactor))
                .or(() -> positive("max_latency_ms", maxLatencyMs))
                .or(() -> featureCaps.stream()
                        .flatMap(cap -> positive("max_ms of feature '" + cap.feature() + "'", Optional.of(cap.maxMs())).stream())
                        .findFirst())
                .or(() -> usageFactor
                        .filter(factor -> factor.compareTo(BigDecimal.valueOf(1_000)) > 0)
                        .map(factor -> "usage_factor is " + factor.toPlainString() + "; give at most 1000"));
    }

    private static Optional<String> positive(String name, Optional<BigDecimal> value) {
        return value.filter(v -> v.signum() <= 0).map(v -> name + " is " + v.toPlainString() + "; give more than 0");
    }
}
