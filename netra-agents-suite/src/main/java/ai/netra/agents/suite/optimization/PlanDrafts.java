package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.cost.TokenCost;
import ai.netra.agents.suite.optimization.PlanDraft.Leg;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.statistics.WorkloadStatistics;
import ai.netra.agents.suite.tool.CurrentModels;
import ai.netra.agents.suite.tool.ModelNames;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The plans that are worth a replay. */
final class PlanDrafts {
    static final String CURRENT = "current configuration";

    private static final int MOST_LEGS = 60;

    private final List<SupplyOption> options;
    private final CurrentModels current;
    private final ResourceQuery query;
    private final WorkloadStatistics statistics;
    private final List<RequestClass> split;
    private final List<String> candidates;

    /** Plans that tell these classes of requests apart; the last of them takes what no other does. */
    PlanDrafts(
            SupplyCatalog catalog,
            CurrentModels current,
            ResourceQuery query,
            WorkloadStatistics statistics,
            List<RequestClass> split) {
        this.options = catalog.options();
        this.current = current;
        this.query = query;
        this.statistics = statistics;
        this.split = split.size() * Math.max(1, current.byName().size()) <= MOST_LEGS
                ? List.copyOf(split)
                : List.of(RequestClass.ALL);
        this.candidates = query.constraints().candidates().stream()
                .flatMap(name -> ModelNames.find(catalog, name).stream())
                .map(SupplyOption::name)
                .toList();
    }

    /** What serves the workload now; absent if that is not known. */
    Optional<PlanDraft> current() {
        return current.known()
                ? Optional.of(new PlanDraft(CURRENT, StrategyType.SCALING, legs(split)))
                : Optional.empty();
    }

    List<PlanDraft> allOnOne() {
        return options.stream()
                .map(option -> new PlanDraft(
                        option.name(),
                        StrategyType.ROUTING,
                        split.stream()
                                .map(requests -> new Leg(requests, option))
                                .toList()))
                .toList();
    }

    /** Small requests to the cheapest option that takes them and costs less than the models in use, the rest as now. */
    Optional<PlanDraft> tiering() {
        if (!current.known()) {
            return Optional.empty();
        }
        BigDecimal most = query.currentConfig()
                .tierAtInputTokens()
                .orElse(statistics.inputTokens().p50().value());
        Quantity limit = query.currentConfig().tierAtInputTokens().isPresent()
                ? Quantity.userStated(most, Unit.TOKENS, "stated in the query")
                : statistics.inputTokens().p50();
        BigDecimal cheapestNow = current.byName().values().stream()
                .map(this::cost)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        long largest =
                most.longValue() + statistics.outputTokens().max().value().longValue();
        return options.stream()
                .filter(this::eligible)
                .filter(option -> cost(option).compareTo(cheapestNow) < 0)
                .filter(option -> option.fits(most.longValue(), largest - most.longValue()))
                .filter(option -> !query.constraints().keep().contains("quality") || keepsQuality(option))
                .min(Comparator.comparing(this::cost))
                .map(cheap -> {
                    List<Leg> legs = new ArrayList<>();
                    legs.add(new Leg(RequestClass.upTo(limit), cheap));
                    legs.addAll(legs(List.of(RequestClass.REST)));
                    return new PlanDraft(
                            "requests of up to " + most.longValue() + " input tokens to " + cheap.name(),
                            StrategyType.TIERING,
                            legs);
                });
    }

    /** Failed requests once more, on the best option of another provider. */
    Optional<PlanDraft> fallback() {
        boolean failures =
                statistics.errorRate().filter(rate -> rate.value().signum() > 0).isPresent();
        if (!current.known() || !failures) {
            return Optional.empty();
        }
        return options.stream()
                .filter(this::eligible)
                .filter(option -> !current.names().contains(option.name()))
                .min(Comparator.comparing(
                                (SupplyOption option) -> current.providers().contains(option.provider()))
                        .thenComparing(option -> !keepsQuality(option))
                        .thenComparing(this::cost))
                .map(other -> new PlanDraft(
                        "failed requests once more on " + other.name(),
                        StrategyType.FALLBACK,
                        List.of(
                                new Leg(RequestClass.FAILED, other),
                                new Leg(
                                        RequestClass.REST,
                                        current.byName().values().iterator().next()))));
    }

    /** Whether the request leaves that option to choose. */
    boolean eligible(SupplyOption option) {
        return candidates.isEmpty()
                || candidates.contains(option.name())
                || current.names().contains(option.name());
    }

    private boolean keepsQuality(SupplyOption option) {
        return option.quality()
                .filter(score -> current.byName().values().stream()
                        .allMatch(now -> now.quality()
                                .filter(today -> score.value().compareTo(today.value()) >= 0)
                                .isPresent()))
                .isPresent();
    }

    private BigDecimal cost(SupplyOption option) {
        return TokenCost.of(
                        statistics.inputTokens().total(),
                        statistics.outputTokens().total(),
                        option)
                .value();
    }

    private List<Leg> legs(List<RequestClass> classes) {
        if (current.single().isPresent()) {
            return classes.stream()
                    .map(requests -> new Leg(requests, current.single().get()))
                    .toList();
        }
        List<Leg> legs = new ArrayList<>();
        classes.forEach(requests ->
                current.byName().forEach((name, option) -> legs.add(new Leg(requests.servedBy(name), option))));
        return legs;
    }
}
