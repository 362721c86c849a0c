package ai.netra.agents.suite.cost;

import ai.netra.agents.suite.catalog.Throughput;
import ai.netra.agents.suite.internal.ValueHistogram;

/** How long requests take to serve on an option, by its speeds: {@code input / input speed + output / output speed}. */
final class ServiceTimes {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long NANOS_PER_MICRO = 1_000;

    private final double nanosPerInput;
    private final double nanosPerOutput;
    private final int concurrency;
    private final long target;
    private final ValueHistogram histogram = new ValueHistogram(ReplicaSimulation.LATENCY_BITS);
    private double total;
    private long withinTarget;

    ServiceTimes(Throughput throughput, long target) {
        this.nanosPerInput =
                NANOS_PER_SECOND / throughput.inputTokensPerSecond().value().doubleValue();
        this.nanosPerOutput =
                NANOS_PER_SECOND / throughput.outputTokensPerSecond().value().doubleValue();
        this.concurrency = throughput.concurrency().value().intValueExact();
        this.target = target;
    }

    /** The least count of values of which 95 in 100 are no greater than the 95th percentile. */
    static long rankOfP95(long count) {
        return Math.ceilDiv(count * 95, 100L);
    }

    /** The time to serve a request, in whole nanoseconds. */
    long of(long inputTokens, long outputTokens) {
        return Math.round(inputTokens * nanosPerInput + outputTokens * nanosPerOutput);
    }

    void add(long service) {
        histogram.add(service / NANOS_PER_MICRO);
        withinTarget += service <= target ? 1 : 0;
        total += service;
    }

    ValueHistogram histogram() {
        return histogram;
    }

    int concurrency() {
        return concurrency;
    }

    double totalNanos() {
        return total;
    }

    /** Whether the target can be met at all: whether it would be if no request waited. */
    boolean targetInReach() {
        return withinTarget >= rankOfP95(histogram.count());
    }
}
