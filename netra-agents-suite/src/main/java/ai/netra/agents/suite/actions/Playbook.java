package ai.netra.agents.suite.actions;

import ai.netra.agents.suite.internal.Shown;
import ai.netra.agents.suite.optimization.Recommendation;
import ai.netra.agents.suite.optimization.RecommendationType;
import ai.netra.agents.suite.supply.Setting;
import ai.netra.agents.suite.triage.RequestPriority;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How each kind of recommendation is carried out. A change waits for a baseline to compare with, and for the replicas it needs; a fallback for the model it
 * backs up. Questions are not actions: they are for the report to ask.
 */
final class Playbook {
    static final String BASELINE = "baseline-1";

    private final Map<RecommendationType, Integer> counts = new EnumMap<>(RecommendationType.class);
    private final List<PlannedAction> actions = new ArrayList<>();

    private Playbook() {}

    static List<PlannedAction> of(List<Recommendation> recommendations) {
        Playbook playbook = new Playbook();
        if (recommendations.stream().anyMatch(r -> changesTraffic(r.type()))) {
            playbook.actions.add(baseline());
        }
        recommendations.stream()
                .filter(r -> r.type() != RecommendationType.CLARIFICATION)
                .forEach(playbook::add);
        return playbook.actions.stream().map(playbook::withDependencies).toList();
    }

    /** Whether requests are served otherwise once it is done. */
    static boolean changesTraffic(RecommendationType type) {
        return switch (type) {
            case ROUTING, TIERING, FALLBACK, CACHING, BATCHING -> true;
            case SCALING, MEASUREMENT, CLARIFICATION -> false;
        };
    }

    private static PlannedAction baseline() {
        return new PlannedAction(
                BASELINE,
                RecommendationType.MEASUREMENT,
                "Record what cost, latency, errors and answer quality are before anything changes.",
                Map.of(
                        "field",
                        Setting.of(
                                "cost, p50 and p95 latency, error flag and a quality score of a sample of requests")),
                RequestPriority.HIGH,
                List.of(),
                List.of(
                        "Take a sample of recent requests with some of every feature.",
                        "Record cost per request, p50 and p95 latency, error rate, and a quality score of your own for"
                                + " the answers."),
                List.of(),
                List.of("There is a figure of each kind for every feature."),
                "Nothing to undo: nothing was changed.");
    }

    private void add(Recommendation recommendation) {
        int number = counts.merge(recommendation.type(), 1, Integer::sum);
        actions.add(new PlannedAction(
                recommendation.type() + "-" + number,
                recommendation.type(),
                recommendation.description(),
                recommendation.parameters(),
                recommendation.priority(),
                recommendation.impact(),
                steps(recommendation),
                List.of(),
                validation(recommendation.type()),
                rollback(recommendation)));
    }

    private PlannedAction withDependencies(PlannedAction action) {
        List<String> dependsOn = new ArrayList<>();
        if (changesTraffic(action.type())) {
            dependsOn.add(BASELINE);
        }
        switch (action.type()) {
            case ROUTING, TIERING -> dependsOn.addAll(ids(RecommendationType.SCALING));
            case FALLBACK -> {
                dependsOn.addAll(ids(RecommendationType.ROUTING));
                dependsOn.addAll(ids(RecommendationType.TIERING));
            }
            case SCALING, CACHING, BATCHING, MEASUREMENT, CLARIFICATION -> {}
        }
        return new PlannedAction(
                action.id(),
                action.type(),
                action.description(),
                action.parameters(),
                action.priority(),
                action.estimatedImpact(),
                action.implementationSteps(),
                dependsOn,
                action.validationSteps(),
                action.rollback());
    }

    private List<String> ids(RecommendationType type) {
        return actions.stream()
                .filter(action -> action.type() == type)
                .map(PlannedAction::id)
                .toList();
    }

    private static List<String> steps(Recommendation recommendation) {
        String model = text(recommendation, "model");
        return switch (recommendation.type()) {
            case ROUTING ->
                List.of(
                        "Set up an endpoint for " + model + replicas(recommendation, "replicas") + ".",
                        "Answer the baseline's sample with it and score the answers.",
                        "Route " + text(recommendation, "when") + " to it in the shares of the execution plan.");
            case TIERING ->
                List.of(
                        "Set up an endpoint for " + text(recommendation, "tier_model")
                                + replicas(recommendation, "tier_replicas") + ".",
                        "Answer the baseline's requests of " + text(recommendation, "when")
                                + " with it and score the answers.",
                        "Route requests of " + text(recommendation, "when")
                                + " to it in the shares of the execution plan.");
            case SCALING ->
                List.of(
                        "Provide" + replicas(recommendation, "replicas").replace(" with", "") + " of " + model
                                + ", or ask the provider for limits that admit the load.",
                        "Test with the load of the busiest minute.");
            case FALLBACK ->
                List.of(
                        "Set up an endpoint for " + text(recommendation, "fallback_model") + ".",
                        "Send a request that failed to it once more, and record that it was.");
            case MEASUREMENT ->
                List.of(
                        "Record or state " + text(recommendation, "field") + ".",
                        "Load the trace again and ask again.");
            case CACHING, BATCHING, CLARIFICATION -> List.of(recommendation.description());
        };
    }

    private static List<String> validation(RecommendationType type) {
        return switch (type) {
            case ROUTING, TIERING ->
                List.of(
                        "Cost per request is within 10 % of the estimate.",
                        "p95 latency and error rate are no higher than the baseline, or than the limits that were"
                                + " asked for.",
                        "The quality score of the sample is no lower than the baseline.");
            case SCALING ->
                List.of("At the load of the busiest minute no request is refused, and p95 latency is within its"
                        + " limit.");
            case FALLBACK ->
                List.of("With the first model switched off in a test, requests are answered by the other.");
            case CACHING, BATCHING, MEASUREMENT, CLARIFICATION ->
                List.of("The next run finds the data and no longer names it as missing.");
        };
    }

    private static String rollback(Recommendation recommendation) {
        return switch (recommendation.type()) {
            case ROUTING ->
                "Route " + text(recommendation, "when") + " back to " + text(recommendation, "from_model")
                        + "; its endpoint stays until the last share has passed its checks.";
            case TIERING -> "Route requests of every size as before; the endpoints in use today stay.";
            case SCALING -> "Return to the former number of replicas and limits.";
            case FALLBACK -> "Switch the fallback off; the first model is untouched.";
            case CACHING, BATCHING, MEASUREMENT, CLARIFICATION -> "Nothing to undo: no traffic was changed.";
        };
    }

    private static String replicas(Recommendation recommendation, String parameter) {
        return Optional.ofNullable(recommendation.parameters().get(parameter))
                .flatMap(Setting::figure)
                .map(count -> " with " + Shown.of(count) + ", if you run them yourself")
                .orElse("");
    }

    private static String text(Recommendation recommendation, String parameter) {
        return Optional.ofNullable(recommendation.parameters().get(parameter))
                .flatMap(Setting::text)
                .orElse("the models in use");
    }
}
