package ai.netra.agents.suite.optimization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A model's words on strategies. They stand behind those of the rules, never in place of them. */
final class StrategyWords {
    static final StrategyWords NONE = new StrategyWords(Optional.empty(), Map.of());

    private final Optional<String> rationale;
    private final Map<String, OptimizationDraft.StrategyDraft> strategies;

    private StrategyWords(Optional<String> rationale, Map<String, OptimizationDraft.StrategyDraft> strategies) {
        this.rationale = rationale;
        this.strategies = strategies;
    }

    StrategyWords(OptimizationDraft draft) {
        this(
                Optional.of(draft.rationale()),
                draft.strategies().stream()
                        .collect(Collectors.toMap(OptimizationDraft.StrategyDraft::id, Function.identity())));
    }

    /** Why the chosen strategy was chosen. */
    Optional<String> rationale() {
        return rationale;
    }

    /** The strategy with trade-offs added. */
    StrategyEntry added(StrategyEntry entry) {
        return of(entry)
                .map(words -> new StrategyEntry(entry.strategy().withTradeOffs(words.tradeOffs()), entry.plan()))
                .orElse(entry);
    }

    /** What carries a strategy out, the first with the description added. */
    List<Recommendation> added(StrategyEntry entry, List<Recommendation> changes) {
        Optional<OptimizationDraft.StrategyDraft> words = of(entry);
        if (words.isEmpty() || changes.isEmpty()) {
            return changes;
        }
        List<Recommendation> worded = new ArrayList<>(changes);
        Recommendation first = changes.getFirst();
        worded.set(
                0,
                new Recommendation(
                        first.type(),
                        first.description() + " " + words.get().description(),
                        first.parameters(),
                        first.priority(),
                        first.impact()));
        return worded;
    }

    private Optional<OptimizationDraft.StrategyDraft> of(StrategyEntry entry) {
        return Optional.ofNullable(strategies.get(entry.strategy().id()));
    }
}
