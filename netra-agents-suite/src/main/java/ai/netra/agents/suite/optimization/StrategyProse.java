package ai.netra.agents.suite.optimization;

import java.util.ArrayList;
import java.util.List;

/** What is known of the kinds of strategy beforehand: effort, risk, what they need and assume, and when to undo them. */
final class StrategyProse {
    private static final String LENGTHS = "requests and answers keep their lengths on another model";
    private static final String SPEEDS = "models are as fast as the catalog says, and requests arrive as recorded";

    private StrategyProse() {}

    static StrategyLevel complexity(StrategyType type) {
        return switch (type) {
            case SCALING -> StrategyLevel.LOW;
            case ROUTING, TIERING, FALLBACK, BATCHING -> StrategyLevel.MEDIUM;
            case CACHING -> StrategyLevel.HIGH;
        };
    }

    static StrategyLevel risk(StrategyType type) {
        return switch (type) {
            case SCALING, FALLBACK -> StrategyLevel.LOW;
            case ROUTING, BATCHING -> StrategyLevel.MEDIUM;
            case TIERING, CACHING -> StrategyLevel.HIGH;
        };
    }

    static List<String> dependencies(StrategyType type, List<String> models) {
        String endpoints = "access to " + String.join(", ", models);
        return switch (type) {
            case ROUTING, TIERING -> List.of(endpoints, "a sample of requests with a quality score of your own");
            case FALLBACK -> List.of(endpoints, "a client that tells failures apart and tries once more");
            case SCALING -> List.of("capacity for the replicas, or a provider's limits that admit the load");
            case CACHING -> List.of("a store that is kept apart by user");
            case BATCHING -> List.of("callers that can wait");
        };
    }

    static List<String> assumptions(StrategyType type) {
        return switch (type) {
            case ROUTING -> List.of(LENGTHS, SPEEDS, "tokens are what is paid for; replicas are not priced");
            case TIERING -> List.of(LENGTHS, SPEEDS, "short requests are no harder than others for the smaller model");
            case SCALING -> List.of(SPEEDS, "tokens are what is paid for; replicas are not priced");
            case FALLBACK ->
                List.of(LENGTHS, "each failed request is tried once more, and was paid for the first time too");
            case CACHING -> List.of("a stored answer is as good as a new one");
            case BATCHING -> List.of("some requests need no immediate answer");
        };
    }

    static List<String> tradeOffs(StrategyType type) {
        return switch (type) {
            case ROUTING -> List.of("answers differ in wording and quality from those of the models in use");
            case TIERING ->
                List.of("two models to evaluate and to operate", "short requests get the smaller model's quality");
            case SCALING -> List.of("replicas stand idle between peaks");
            case FALLBACK -> List.of("failed requests cost and take longer");
            case CACHING -> List.of("answers may be out of date");
            case BATCHING -> List.of("answers that wait come later");
        };
    }

    static List<String> rollbackTriggers(StrategyType type, List<ConstraintCheck> constraints) {
        List<String> triggers = new ArrayList<>();
        constraints.forEach(check -> triggers.add("broken: " + check.constraint()));
        triggers.addAll(
                switch (type) {
                    case ROUTING, TIERING ->
                        List.of(
                                "the quality score of a sample falls below the baseline",
                                "p95 latency or error rate above the baseline",
                                "cost per request above the estimate by more than 10 %");
                    case SCALING ->
                        List.of("replicas stay idle for a day", "p95 latency above its limit at the busiest minute");
                    case FALLBACK -> List.of("more requests fall back than failed before");
                    case CACHING ->
                        List.of("an answer reaches a user it was not made for", "out-of-date answers are reported");
                    case BATCHING -> List.of("a request waits longer than its deadline");
                });
        return triggers;
    }
}
