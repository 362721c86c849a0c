package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the busiest minute of requests that come in order of time. */
final class PeakCounter implements Consumer<WorkloadRequest> {
    private static final long SECONDS = 60;

    private long minute = Long.MIN_VALUE;
    private long requests;
    private long tokens;
    private long mostRequests;
    private long mostTokens;

    @Override
    public void accept(WorkloadRequest request) {
        long its = Math.floorDiv(request.time().getEpochSecond(), SECONDS);
        if (its != minute) {
            minute = its;
            requests = 0;
            tokens = 0;
        }
        requests++;
        tokens += request.inputTokens() + request.outputTokens();
        mostRequests = Math.max(mostRequests, requests);
        mostTokens = Math.max(mostTokens, tokens);
    }

    List<PeakLoad> result(Optional<Quantity> growth) {
        return List.of(
                load("requests_per_minute", mostRequests, Unit.REQUESTS, growth),
                load("tokens_per_minute", mostTokens, Unit.TOKENS, growth));
    }

    private static PeakLoad load(String measure, long most, Unit unit, Optional<Quantity> growth) {
        Quantity recorded = Quantity.measured(most, unit, "most in one minute of the clock");
        return new PeakLoad(
                measure,
                recorded,
                growth.map(factor -> new Quantity(
                        recorded.value().multiply(BigDecimal.ONE.multiply(factor.value())),
                        unit,
                        Provenance.ESTIMATED,
                        "most in one minute of the clock x " + factor.value().toPlainString()
                                + ", as if the pattern over time stayed")));
    }
}
