package ai.netra.agents.suite.cost;

/** What a replica count amounts to. */
public enum CapacityVerdict {
    /** The least count that meets the target for the 95th percentile of latency. */
    MEETS_TARGET,
    /** The least count that keeps up (utilization below 1); no target was given. */
    KEEPS_UP,
    /** The least count that keeps up: the target is missed by serving alone, without any queueing, so that no count meets it. */
    TARGET_OUT_OF_REACH,
    /** The least count that keeps up: the target is not met within 100,000 requests at once. */
    TARGET_BEYOND_LIMITS
}
