package ai.netra.agents.suite.cost;

import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one route on their option. The first pass adds them up; where the option's speeds are known, further passes replay them through
 * replicas until the least sufficient number is found.
 */
final class ReplayPool {
    /** The most requests that a simulation serves at once, which bounds its memory to 1 MB. */
    static final int MOST_SLOTS = 100_000;

    private final ReplayPlan.Route route;
    private final ReplaySettings settings;
    private final @Nullable ServiceTimes times;
    private final List<ReplicaSimulation> running = new ArrayList<>();
    private @Nullable ReplicaSearch search;
    private @Nullable ReplicaSimulation keepsUp;
    private long requests;
    private long inputTokens;
    private long outputTokens;
    private long notFitting;
    private long firstArrival;
    private long lastArrival;

    ReplayPool(ReplayPlan.Route route, ReplaySettings settings) {
        this.route = route;
        this.settings = settings;
        this.times = route.option()
                .throughput()
                .map(throughput -> new ServiceTimes(throughput, settings.targetNanos()))
                .orElse(null);
    }

    void measure(WorkloadRequest request, long arrival) {
        firstArrival = requests == 0 ? arrival : firstArrival;
        lastArrival = arrival;
        requests++;
        inputTokens += request.inputTokens();
        outputTokens += request.outputTokens();
        notFitting += route.option().fits(request.inputTokens(), request.outputTokens()) ? 0 : 1;
        if (times != null) {
            times.add(times.of(request.inputTokens(), request.outputTokens()));
        }
    }

    void simulate(WorkloadRequest request, long arrival) {
        if (times != null && !running.isEmpty()) {
            long service = times.of(request.inputTokens(), request.outputTokens());
            for (ReplicaSimulation simulation : running) {
                simulation.add(arrival, service);
            }
        }
    }

    /** Begins the next pass; false if this pool needs none. */
    boolean beginPass() {
        running.clear();
        if (times == null || requests == 0) {
            return false;
        }
        int concurrency = times.concurrency();
        int most = MOST_SLOTS / concurrency;
        long needed = replicasToKeepUp();
        if (needed > most) {
            return false;
        }
        if (keepsUp == null) {
            if (settings.hasTarget() && times.targetInReach()) {
                search = new ReplicaSearch((int) needed, most);
            } else {
                running.add(new ReplicaSimulation((int) needed, concurrency, settings.targetNanos()));
            }
        }
        if (search != null) {
            for (int replicas : search.candidates()) {
                running.add(new ReplicaSimulation(replicas, concurrency, settings.targetNanos()));
            }
        }
        return !running.isEmpty();
    }

    void endPass() {
        if (running.isEmpty()) {
            return;
        }
        if (keepsUp == null) {
            keepsUp = running.get(0);
        }
        if (search != null) {
            search.learn(running);
        }
    }

    boolean used() {
        return requests > 0;
    }

    SupplyOption option() {
        return route.option();
    }

    String description() {
        return route.description();
    }

    long requests() {
        return requests;
    }

    long inputTokens() {
        return inputTokens;
    }

    long outputTokens() {
        return outputTokens;
    }

    long notFitting() {
        return notFitting;
    }

    Optional<ServiceTimes> times() {
        return Optional.ofNullable(times);
    }

    /** The simulation to report: that which meets the target, or else that which just keeps up. */
    Optional<ReplicaSimulation> best() {
        if (search != null && search.met().isPresent()) {
            return search.met();
        }
        return Optional.ofNullable(keepsUp);
    }

    CapacityVerdict verdict() {
        if (!settings.hasTarget()) {
            return CapacityVerdict.KEEPS_UP;
        }
        if (search == null) {
            return CapacityVerdict.TARGET_OUT_OF_REACH;
        }
        return search.done() && search.met().isPresent()
                ? CapacityVerdict.MEETS_TARGET
                : CapacityVerdict.TARGET_BEYOND_LIMITS;
    }

    /** The share of the replicas' time that is spent serving, or 0 if all requests came at one instant. */
    double utilization(int replicas) {
        return span() == 0 || times == null
                ? 0
                : times.totalNanos() / ((double) span() * replicas * times.concurrency());
    }

    long span() {
        return lastArrival - firstArrival;
    }

    private long replicasToKeepUp() {
        return (long) Math.floor(utilization(1)) + 1;
    }
}
