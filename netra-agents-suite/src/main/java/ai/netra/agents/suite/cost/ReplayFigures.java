package ai.netra.agents.suite.cost;

import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.catalog.Throughput;
import ai.netra.agents.suite.internal.ValueHistogram;
import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what a replay counted into quantities that say how they came about. */
final class ReplayFigures {
    private static final BigDecimal SECONDS_PER_MONTH = BigDecimal.valueOf(30L * 86_400);

    private final ReplaySettings settings;
    private final ReplayPass measured;
    private final int passes;
    private final String grown;

    ReplayFigures(ReplaySettings settings, ReplayPass measured, int passes) {
        this.settings = settings;
        this.measured = measured;
        this.passes = passes;
        this.grown = settings.grows() ? ", usage x " + settings.growth().toPlainString() : "";
    }

    ReplayReport report(List<PlanPools> plans, Optional<String> current) {
        Optional<Quantity> currentCost = current.flatMap(name -> plans.stream()
                .filter(plan -> plan.plan().equals(name))
                .findFirst()
                .map(this::cost));
        return new ReplayReport(
                measured.observed(),
                Quantity.measured(measured.requests(), Unit.REQUESTS, "requests replayed"),
                passes,
                plans.stream().map(plan -> plan(plan, current, currentCost)).toList());
    }

    private PlanResult plan(PlanPools plan, Optional<String> current, Optional<Quantity> currentCost) {
        Quantity cost = cost(plan);
        boolean isCurrent = current.filter(plan.plan()::equals).isPresent();
        Optional<Quantity> saving = currentCost
                .filter(unused -> !isCurrent)
                .map(today -> today.minus(
                        cost,
                        "cost of the current plan '" + current.orElse("") + "' - cost of '" + plan.plan() + "'"
                                + grown));
        return new PlanResult(
                plan.plan(),
                cost,
                perMonth(cost),
                saving,
                saving.filter(amount -> currentCost.orElse(cost).value().signum() > 0)
                        .map(amount -> share(amount, currentCost.orElse(cost))),
                plan.used().stream().map(this::pool).toList());
    }

    private static Quantity share(Quantity saving, Quantity currentCost) {
        return new Quantity(
                Quantity.quotient(saving.value(), currentCost.value()),
                Unit.RATIO,
                saving.provenance(),
                "saving / cost of the current plan");
    }

    private Quantity cost(PlanPools plan) {
        List<Quantity> costs = new ArrayList<>();
        plan.used().forEach(pool -> costs.add(cost(pool)));
        return costs.stream()
                .reduce((a, b) -> a.plus(b, a.basis() + " + " + b.basis()))
                .orElseThrow();
    }

    private Quantity cost(ReplayPool pool) {
        Quantity recorded = TokenCost.of(tokens(pool.inputTokens()), tokens(pool.outputTokens()), pool.option());
        if (!settings.grows()) {
            return recorded;
        }
        return new Quantity(
                recorded.value().multiply(settings.growth()),
                Unit.USD,
                recorded.provenance().weakest(Provenance.ESTIMATED),
                "(" + recorded.basis() + ")" + grown);
    }

    private Optional<Quantity> perMonth(Quantity cost) {
        BigDecimal seconds = BigDecimal.valueOf(measured.span().toNanos(), 9);
        if (seconds.signum() == 0) {
            return Optional.empty();
        }
        return Optional.of(new Quantity(
                Quantity.quotient(cost.value().multiply(SECONDS_PER_MONTH), seconds),
                Unit.USD_PER_MONTH,
                cost.provenance().weakest(Provenance.ESTIMATED),
                "cost x 30 days / observed span of " + measured.span().toSeconds() + " s, as if the pace stayed"));
    }

    private PoolResult pool(ReplayPool pool) {
        SupplyOption option = pool.option();
        return new PoolResult(
                option.name(),
                pool.description(),
                Quantity.measured(pool.requests(), Unit.REQUESTS, "requests of the route '" + pool.description() + "'"),
                tokens(pool.inputTokens()),
                tokens(pool.outputTokens()),
                cost(pool),
                option.contextWindow().or(option::maxOutput).map(limit -> notFitting(pool, limit)),
                option.throughput().flatMap(speeds -> capacity(pool, speeds)));
    }

    private static Quantity notFitting(ReplayPool pool, Quantity limit) {
        return new Quantity(
                BigDecimal.valueOf(pool.notFitting()),
                Unit.REQUESTS,
                limit.provenance(),
                "requests beyond the limits of '" + pool.option().name() + "'; " + limit.basis());
    }

    private Optional<CapacityEstimate> capacity(ReplayPool pool, Throughput speeds) {
        return pool.best()
                .flatMap(best -> pool.times().map(times -> {
                    String method = "replay of " + pool.requests() + " requests in order of arrival through "
                            + best.replicas() + " x " + times.concurrency() + " slots, first come first served" + grown
                            + "; speeds " + speeds.inputTokensPerSecond().provenance() + ": "
                            + speeds.inputTokensPerSecond().basis();
                    double utilization = pool.utilization(best.replicas());
                    return new CapacityEstimate(
                            pool.verdict(),
                            Quantity.estimated(best.replicas(), Unit.REPLICAS, "least number by " + method),
                            pool.span() == 0
                                    ? Optional.empty()
                                    : Optional.of(estimated(
                                            utilization, Unit.RATIO, "time serving / time of all slots; " + method)),
                            estimated(
                                    (double) best.waited() / pool.requests(),
                                    Unit.RATIO,
                                    "requests that wait; " + method),
                            estimated(best.meanWaitNanos() / 1e6, Unit.MS, "mean wait; " + method),
                            percentile(best.latencies(), 50, "latency; " + method),
                            percentile(best.latencies(), 95, "latency; " + method),
                            percentile(best.latencies(), 99, "latency; " + method),
                            percentile(times.histogram(), 95, "time to serve without waiting; " + method));
                }));
    }

    private static Quantity estimated(double value, Unit unit, String basis) {
        return Quantity.estimated(Quantity.decimal(value), unit, basis);
    }

    private static Quantity percentile(ValueHistogram microseconds, int percent, String basis) {
        return Quantity.estimated(
                BigDecimal.valueOf(microseconds.percentile(percent), 3),
                Unit.MS,
                percent + "th percentile of " + basis);
    }

    private static Quantity tokens(long count) {
        return Quantity.measured(count, Unit.TOKENS, "sum over the requests");
    }
}
