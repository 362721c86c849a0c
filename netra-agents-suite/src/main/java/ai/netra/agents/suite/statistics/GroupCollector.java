package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.internal.ValueHistogram;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Adds requests up by feature or by model: the first 500 of them, so that a field with ever new names does not fill the memory. */
final class GroupCollector {
    static final int MOST_GROUPS = 500;

    private static final int LATENCY_BITS = 8;

    private final String kind;
    private final Function<WorkloadRequest, Optional<String>> name;
    private final Map<String, Sums> groups = new HashMap<>();
    private long beyond;
    private long unnamed;

    GroupCollector(String kind, Function<WorkloadRequest, Optional<String>> name) {
        this.kind = kind;
        this.name = name;
    }

    /** What is added up for one group. */
    private static final class Sums {
        private final ValueHistogram latency = new ValueHistogram(LATENCY_BITS);
        private long requests;
        private long inputTokens;
        private long outputTokens;
        private long rated;
        private long failed;
    }

    void add(WorkloadRequest request) {
        Optional<String> group = name.apply(request);
        if (group.isEmpty()) {
            unnamed++;
            return;
        }
        if (groups.size() >= MOST_GROUPS && !groups.containsKey(group.get())) {
            beyond++;
            return;
        }
        Sums sums = groups.computeIfAbsent(group.get(), unused -> new Sums());
        sums.requests++;
        sums.inputTokens += request.inputTokens();
        sums.outputTokens += request.outputTokens();
        request.latency().ifPresent(latency -> sums.latency.add(latency.toNanos() / 1_000));
        request.error().ifPresent(failed -> {
            sums.rated++;
            sums.failed += failed ? 1 : 0;
        });
    }

    Breakdown result() {
        List<GroupStatistics> result = new ArrayList<>();
        groups.forEach((group, sums) -> result.add(statistics(group, sums)));
        result.sort(
                Comparator.comparing((GroupStatistics group) -> group.requests().value())
                        .reversed()
                        .thenComparing(GroupStatistics::name));
        return new Breakdown(
                result,
                Quantity.measured(
                        beyond, Unit.REQUESTS, "requests of a " + kind + " beyond the first " + MOST_GROUPS + " names"),
                Quantity.measured(unnamed, Unit.REQUESTS, "requests without a " + kind));
    }

    private GroupStatistics statistics(String group, Sums sums) {
        String of = " of " + kind + " '" + group + "'";
        return new GroupStatistics(
                group,
                Quantity.measured(sums.requests, Unit.REQUESTS, "requests" + of),
                Quantity.measured(sums.inputTokens, Unit.TOKENS, "input tokens" + of),
                Quantity.measured(sums.outputTokens, Unit.TOKENS, "output tokens" + of),
                sums.latency.count() == 0 ? Optional.empty() : Optional.of(latencyP95(of, sums)),
                sums.rated == 0 ? Optional.empty() : Optional.of(errorRate(sums.failed, sums.rated, of)));
    }

    private static Quantity latencyP95(String of, Sums sums) {
        return Quantity.measured(
                BigDecimal.valueOf(sums.latency.percentile(95), 3),
                Unit.MS,
                "95th percentile (nearest rank, within 0.4 %) of the latency" + of);
    }

    static Quantity errorRate(long failed, long rated, String of) {
        return Quantity.measured(
                Quantity.quotient(BigDecimal.valueOf(failed), BigDecimal.valueOf(rated)),
                Unit.RATIO,
                "failed (" + failed + ") / requests with an error flag (" + rated + ")" + of);
    }
}
