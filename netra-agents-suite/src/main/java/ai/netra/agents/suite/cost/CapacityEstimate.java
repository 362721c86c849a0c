package ai.netra.agents.suite.cost;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.Optional;

/**
 * How replicas of an option would serve the requests of a replay: all figures are estimated by the replay, and their bases say so and where the speeds
 * come from. Latency is waiting plus serving.
 *
 * @param verdict what the replica count amounts to
 * @param replicas how many replicas
 * @param utilization the share of the replicas' time that is spent serving, below 1; absent for requests that all came at one instant
 * @param queuedShare the share of requests that wait
 * @param meanWait the mean time that requests wait, all together
 * @param latencyP50 the 50th percentile of latency, within 0.05 %
 * @param latencyP95 the 95th percentile of latency, within 0.05 %
 * @param latencyP99 the 99th percentile of latency, within 0.05 %
 * @param serviceP95 the 95th percentile of the time to serve without waiting, within 0.05 %: no replica count gives less
 */
public record CapacityEstimate(
        CapacityVerdict verdict,
        Quantity replicas,
        Optional<Quantity> utilization,
        Quantity queuedShare,
        Quantity meanWait,
        Quantity latencyP50,
        Quantity latencyP95,
        Quantity latencyP99,
        Quantity serviceP95) {}
