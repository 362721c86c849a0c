package ai.netra.agents.suite.cost;

import ai.netra.agents.suite.internal.ValueHistogram;

/** Requests served by a fixed number of replicas. */
final class ReplicaSimulation {
    /** Gives a relative error of at most 2^-11, which is below 0.05 %. */
    static final int LATENCY_BITS = 11;

    private static final long NANOS_PER_MICRO = 1_000;

    private final int replicas;
    private final long target;
    private final SlotQueue slots;
    private final ValueHistogram latencies = new ValueHistogram(LATENCY_BITS);
    private long withinTarget;
    private long waited;
    private double totalWait;

    /** A simulation of that many replicas; latencies are compared to the target in nanoseconds. */
    ReplicaSimulation(int replicas, int concurrency, long target) {
        this.replicas = replicas;
        this.target = target;
        this.slots = new SlotQueue(Math.multiplyExact(replicas, concurrency));
    }

    void add(long arrival, long service) {
        long wait = slots.waitOf(arrival, service);
        long latency = SlotQueue.saturatedSum(wait, service);
        latencies.add(latency / NANOS_PER_MICRO);
        withinTarget += latency <= target ? 1 : 0;
        waited += wait > 0 ? 1 : 0;
        totalWait += wait;
    }

    int replicas() {
        return replicas;
    }

    /** Whether at least 95 % of the requests took no longer than the target; counted exactly, not by a histogram. */
    boolean meetsTarget() {
        return withinTarget >= ServiceTimes.rankOfP95(latencies.count());
    }

    ValueHistogram latencies() {
        return latencies;
    }

    long waited() {
        return waited;
    }

    double meanWaitNanos() {
        return totalWait / latencies.count();
    }
}
