package ai.netra.agents.suite.optimization;

import ai.netra.agents.Attributes;
import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.tool.TimeSpanArgument;
import ai.netra.agents.suite.triage.Metric;
import ai.netra.agents.suite.triage.ModelMention;
import ai.netra.agents.suite.triage.ModelRole;
import ai.netra.agents.suite.triage.RequestCategory;
import ai.netra.agents.suite.triage.RequestConstraint;
import ai.netra.agents.suite.triage.StatedThreshold;
import ai.netra.agents.suite.triage.ThresholdBound;
import ai.netra.agents.suite.triage.Triage;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a request wants, as the optimizer takes it, and what it wants that no replay can tell. Read from the triage and the attributes {@code model},
 * {@code budget_usd_per_month} (or {@code budget}) and {@code monthly_cost_usd}.
 */
final class StatedDemands {
    private final Triage triage;
    private final DataAssessment data;
    private final Attributes attributes;

    StatedDemands(Triage triage, DataAssessment data, Attributes attributes) {
        this.triage = triage;
        this.data = data;
        this.attributes = attributes;
    }

    ResourceQuery query(String workload) {
        return new ResourceQuery(
                new ResourceConfig(
                        workload,
                        data.timeRange().map(TimeSpanArgument::of),
                        currentModel(),
                        Optional.empty(),
                        statedMonthlyCost().map(Quantity::value),
                        lowest(Metric.LATENCY, ThresholdBound.CURRENT, Unit.MS)),
                constraints());
    }

    /** What the user says 30 days cost. */
    Optional<Quantity> statedMonthlyCost() {
        return attributes
                .number("monthly_cost_usd")
                .map(usd ->
                        Quantity.userStated(Quantity.decimal(usd), Unit.USD_PER_MONTH, "attribute monthly_cost_usd"))
                .or(() -> triage.thresholds(Metric.COST, ThresholdBound.CURRENT).stream()
                        .map(StatedThreshold::quantity)
                        .filter(quantity -> quantity.unit() == Unit.USD_PER_MONTH)
                        .findFirst());
    }

    /** Whether the request says neither what to improve nor what to keep. */
    boolean goalUnclear() {
        return triage.priorities().isEmpty()
                && triage.constraints().isEmpty()
                && triage.entities().targets().isEmpty()
                && (triage.category() == RequestCategory.GENERAL
                        || triage.category() == RequestCategory.WORKLOAD_ANALYSIS);
    }

    /** Demands that the cost and capacity model says nothing of. */
    List<ConstraintCheck> unverifiable() {
        return triage.constraints().stream()
                .filter(constraint -> !replayed(constraint))
                .map(constraint -> new ConstraintCheck(
                        constraint.text(),
                        ConstraintVerdict.NOT_VERIFIABLE,
                        constraint.limit(),
                        Optional.empty(),
                        missing(constraint.metric())))
                .toList();
    }

    private ResourceConstraints constraints() {
        List<StatedThreshold> latencies = triage.thresholds(Metric.LATENCY, ThresholdBound.AT_MOST);
        return new ResourceConstraints(
                triage.usageFactor().map(Quantity::value),
                factor(Metric.COST),
                budget(),
                factor(Metric.LATENCY),
                latencies.stream()
                        .filter(threshold -> threshold.subject().isEmpty())
                        .map(threshold -> threshold.quantity().value())
                        .min(Comparator.naturalOrder()),
                latencies.stream()
                        .flatMap(threshold -> threshold.subject().stream()
                                .map(feature -> new FeatureLatencyCap(
                                        feature, threshold.quantity().value())))
                        .toList(),
                triage.constraints().stream()
                        .filter(constraint -> constraint.limit().isEmpty() && replayed(constraint))
                        .map(constraint -> constraint.metric().toString())
                        .distinct()
                        .toList(),
                priorities(),
                candidates());
    }

    /** The attribute, else the only model that the request says is in use; else the trace decides. */
    private Optional<String> currentModel() {
        List<String> mentioned = models(ModelRole.CURRENT);
        return attributes
                .text("model")
                .or(() -> mentioned.size() == 1 ? Optional.of(mentioned.getFirst()) : Optional.empty());
    }

    private List<String> candidates() {
        return models(ModelRole.CANDIDATE).stream()
                .filter(name -> !currentModel().equals(Optional.of(name)))
                .toList();
    }

    private List<String> models(ModelRole role) {
        return triage.entities().models().stream()
                .filter(model -> model.role() == role)
                .map(ModelMention::name)
                .toList();
    }

    private List<String> priorities() {
        List<String> stated = triage.priorities().stream()
                .flatMap(metric -> switch (metric) {
                    case COST -> Stream.of("cost");
                    case LATENCY, TIME_TO_FIRST_TOKEN, THROUGHPUT -> Stream.of("latency");
                    case QUALITY -> Stream.of("quality");
                    case ERRORS -> Stream.of("errors");
                    case USAGE, TOKENS, RATE_LIMIT, UTILIZATION, CACHING -> Stream.<String>empty();
                })
                .distinct()
                .toList();
        if (!stated.isEmpty()) {
            return stated;
        }
        return switch (triage.category()) {
            case PERFORMANCE_OPTIMIZATION -> List.of("latency");
            case QUALITY_OPTIMIZATION -> List.of("quality");
            default -> List.of("cost");
        };
    }

    /** A goal that only repeats a limit ("takes 3 s, should take under 1 s") is not demanded twice. */
    private Optional<BigDecimal> factor(Metric metric) {
        return triage.goalFactor(metric)
                .map(Quantity::value)
                .filter(factor -> triage.thresholds(metric, ThresholdBound.CURRENT).stream()
                        .noneMatch(now -> triage.thresholds(metric, ThresholdBound.AT_MOST).stream()
                                .anyMatch(limit -> Quantity.quotient(
                                                        limit.quantity().value(),
                                                        now.quantity().value())
                                                .compareTo(factor)
                                        == 0)));
    }

    private Optional<BigDecimal> budget() {
        return attributes
                .number("budget_usd_per_month")
                .or(() -> attributes.number("budget"))
                .map(Quantity::decimal)
                .or(() -> lowest(Metric.COST, ThresholdBound.AT_MOST, Unit.USD_PER_MONTH))
                .or(() -> lowest(Metric.COST, ThresholdBound.AT_MOST, Unit.USD));
    }

    private Optional<BigDecimal> lowest(Metric metric, ThresholdBound bound, Unit unit) {
        return triage.thresholds(metric, bound).stream()
                .map(StatedThreshold::quantity)
                .filter(quantity -> quantity.unit() == unit)
                .map(Quantity::value)
                .min(Comparator.naturalOrder());
    }

    private static boolean replayed(RequestConstraint constraint) {
        return switch (constraint.metric()) {
            case COST, LATENCY -> !constraint.rule().equals("at_least");
            case QUALITY -> constraint.limit().isEmpty();
            default -> false;
        };
    }

    private static String missing(Metric metric) {
        return switch (metric) {
            case TIME_TO_FIRST_TOKEN ->
                "the catalog says how fast models read and write, not when the first token comes";
            case ERRORS -> "the catalog says nothing of errors; measure them during the rollout";
            case QUALITY -> "the catalog's score is of its own scale; measure quality on a sample of your own";
            case THROUGHPUT, USAGE, RATE_LIMIT ->
                "the catalog says no provider's rate limits; hold the peak load against yours";
            default -> "neither the trace nor the catalog says it";
        };
    }
}
