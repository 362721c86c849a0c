package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What changes from one configuration to another. */
final class Improvements {
    private Improvements() {}

    static List<Improvement> of(PlanEvaluation before, PlanEvaluation after) {
        return Stream.of(
                        change("cost", Optional.of(before.cost()), Optional.of(after.cost())),
                        change("cost_per_month", before.costPerMonth(), after.costPerMonth()),
                        change("latency_p95", before.latencyP95(), after.latencyP95()),
                        change("quality", before.quality(), after.quality()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Improvement> change(String metric, Optional<Quantity> before, Optional<Quantity> after) {
        if (before.isEmpty() || after.isEmpty() || before.get().value().signum() == 0) {
            return Optional.empty();
        }
        Quantity difference = after.get().minus(before.get(), "after - before");
        return Optional.of(new Improvement(
                metric,
                before.get(),
                after.get(),
                new Quantity(
                        Quantity.quotient(difference.value(), before.get().value()),
                        Unit.RATIO,
                        difference.provenance(),
                        "(after - before) / before, from the replays")));
    }
}
