package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.Optional;

/**
 * What the requests of one feature or model add up to.
 *
 * @param name the feature or model
 * @param requests how many there are
 * @param inputTokens the tokens they sent
 * @param outputTokens the tokens they were answered with
 * @param latencyP95 the 95th percentile of their latency, within 0.4 %; absent if none carries it
 * @param errorRate the share that failed of those that say; absent if none does
 */
public record GroupStatistics(
        String name,
        Quantity requests,
        Quantity inputTokens,
        Quantity outputTokens,
        Optional<Quantity> latencyP95,
        Optional<Quantity> errorRate) {}
