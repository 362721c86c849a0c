package ai.netra.agents.suite.data;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.workload.TimeRange;
import java.util.Optional;

/**
 * The period of equal length before the one asked about.
 *
 * @param timeRange that period
 * @param requests how many requests it had
 * @param tokens the tokens they sent and were answered with
 * @param cost what they cost on the models in use; absent unless those are named
 * @param latencyP95 the 95th percentile of their latency
 * @param errorRate the share that failed
 */
public record EarlierPeriod(
        TimeRange timeRange,
        Optional<Quantity> requests,
        Optional<Quantity> tokens,
        Optional<Quantity> cost,
        Optional<Quantity> latencyP95,
        Optional<Quantity> errorRate) {}
