package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.workload.WorkloadField;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Correlates each pair of the measured parts of requests. */
final class CorrelationCollector {
    private static final List<WorkloadField> PARTS = List.of(
            WorkloadField.INPUT_TOKENS,
            WorkloadField.OUTPUT_TOKENS,
            WorkloadField.LATENCY,
            WorkloadField.TIME_TO_FIRST_TOKEN);

    private final List<Pair> pairs = new ArrayList<>();
    private final double[] values = new double[PARTS.size()];

    /** Two parts by their place in the list of parts. */
    private record Pair(int first, int second, PearsonCollector pearson) {}

    CorrelationCollector() {
        for (int first = 0; first < PARTS.size(); first++) {
            for (int second = first + 1; second < PARTS.size(); second++) {
                pairs.add(new Pair(first, second, new PearsonCollector()));
            }
        }
    }

    void add(WorkloadRequest request) {
        values[0] = request.inputTokens();
        values[1] = request.outputTokens();
        values[2] = millis(request.latency());
        values[3] = millis(request.timeToFirstToken());
        for (Pair pair : pairs) {
            double x = values[pair.first];
            double y = values[pair.second];
            if (!Double.isNaN(x) && !Double.isNaN(y)) {
                pair.pearson.add(x, y);
            }
        }
    }

    List<Correlation> result() {
        List<Correlation> result = new ArrayList<>();
        for (Pair pair : pairs) {
            pair.pearson.coefficient().ifPresent(r -> {
                WorkloadField first = PARTS.get(pair.first);
                WorkloadField second = PARTS.get(pair.second);
                String basis = "Pearson's r of " + first.key() + " and " + second.key() + " over "
                        + pair.pearson.count() + " requests";
                result.add(new Correlation(
                        first,
                        second,
                        Quantity.measured(Quantity.decimal(r), Unit.RATIO, basis),
                        Correlation.Strength.of(r)));
            });
        }
        return result;
    }

    private static double millis(Optional<Duration> duration) {
        return duration.isPresent() ? duration.get().toNanos() / 1e6 : Double.NaN;
    }
}
