package ai.netra.agents.suite.actions;

import ai.netra.agents.suite.optimization.ExpectedImpact;
import ai.netra.agents.suite.optimization.Level;
import ai.netra.agents.suite.optimization.Recommendation;
import ai.netra.agents.suite.supply.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How each kind of recommendation is carried out. Every change of what serves requests waits for a baseline to compare with. */
final class Playbook {
    private static final String BASELINE = "baseline";

    private Playbook() {}

    static List<PlannedAction> of(List<Recommendation> recommendations) {
        if (recommendations.isEmpty()) {
            return List.of();
        }
        List<PlannedAction> actions = new ArrayList<>();
        actions.add(baseline());
        Map<String, String> idsByType = new LinkedHashMap<>();
        for (Recommendation recommendation : recommendations) {
            long before = actions.stream().filter(action -> action.type().equals(recommendation.type())).count();
            String id = recommendation.type() + (before == 0 ? "" : "-" + (before + 1));
            idsByType.putIfAbsent(recommendation.type(), id);
            actions.add(action(id, recommendation));
        }
        return actions.stream().map(action -> withDependencies(action, idsByType)).toList();
    }

    private static PlannedAction baseline() {
        return new PlannedAction(
                BASELINE,
                "measurement",
                "Record a baseline of cost, latency and answer quality.",
                Map.of(),
                Level.HIGH,
                ExpectedImpact.of("Later figures have something to be compared with.", List.of(), Map.of()),
                List.of(
                        "Take a sample of recent requests that represents every feature.",
                        "Record cost per request, p50 and p95 latency, error rate, and a quality score of your own for their answers."),
                List.of(),
                List.of("The baseline has figures for every feature."),
                "Nothing to undo: nothing was changed.");
    }

    private static PlannedAction action(String id, Recommendation recommendation) {
        return new PlannedAction(
                id,
                recommendation.type(),
                recommendation.description(),
                recommendation.parameters(),
                recommendation.priority(),
                recommendation.impact(),
                steps(recommendation),
                List.of(BASELINE),
                checks(recommendation.type()),
                rollback(recommendation));
    }

    /** Capacity before traffic, and the model before its fallback. */
    private static PlannedAction withDependencies(PlannedAction action, Map<String, String> idsByType) {
        List<String> dependsOn = new ArrayList<>(action.dependsOn());
        Optional<String> scaling = Optional.ofNullable(idsByType.get("scaling"));
        switch (action.type()) {
            case "routing", "tiering" -> scaling.ifPresent(dependsOn::add);
            case "fallback" -> Optional.ofNullable(idsByType.get("routing"))
                    .or(() -> Optional.ofNullable(idsByType.get("tiering")))
                    .ifPresent(dependsOn::add);
            default -> {}
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

    private static List<String> steps(Recommendation recommendation) {
        String model = text(recommendation, "model");
        return switch (recommendation.type()) {
            case "routing" -> List.of(
                    "Set up an endpoint for " + model + ".",
                    "Replay the baseline's sample against it and score the answers.",
                    "Route requests to it in the shares of the execution plan.");
            case "tiering" -> List.of(
                    "Set up an endpoint for " + text(recommendation, "tier_model") + " beside " + model + ".",
                    "Replay the short requests of the baseline's sample against it and score the answers.",
                    "Route by size: " + text(recommendation, "when") + ".");
            case "scaling" -> recommendation.parameters().containsKey("replicas")
                    ? List.of("Provide " + shown(recommendation, "replicas") + " of " + model + ".", "Load-test at the busiest minute's rate.")
                    : List.of("Ask the provider for the limits named.", "Load-test at the busiest minute's rate.");
            case "fallback" -> List.of(
                    "Set up an endpoint for " + text(recommendation, "fallback_model") + ".",
                    "Turn to it on timeouts, rate limits and server errors of " + model + ".");
            default -> List.of(recommendation.description());
        };
    }

    private static List<String> checks(String type) {
        return switch (type) {
            case "routing", "tiering" -> List.of(
                    "Cost per request is as estimated, within 10 %.",
                    "p95 latency and error rate are no worse than the baseline or the limits asked for.",
                    "The quality score is no worse than the baseline.");
            case "scaling" -> List.of("At the busiest minute's rate no request is refused and p95 latency is within its limit.");
            case "fallback" -> List.of("With the primary switched off in a test, requests are answered by the fallback.");
            default -> List.of("What was asked for is in place.");
        };
    }

    private static String rollback(Recommendation recommendation) {
        return switch (recommendation.type()) {
            case "routing" -> recommendation.parameters().containsKey("from_model")
                    ? "Route all requests back to " + text(recommendation, "from_model") + "; keep its endpoint until the last share has passed its checks."
                    : "Route all requests back to the model in use before; keep its endpoint until the last share has passed its checks.";
            case "tiering" -> "Route all requests to " + text(recommendation, "model") + " again.";
            case "scaling" -> "Return to the former number of replicas and limits.";
            case "fallback" -> "Switch the fallback off; the primary is untouched.";
            default -> "Undo the change.";
        };
    }

    private static String text(Recommendation recommendation, String parameter) {
        return Optional.ofNullable(recommendation.parameters().get(parameter))
                .flatMap(Setting::text)
                .orElse("the model in use");
    }

    private static String shown(Recommendation recommendation, String parameter) {
        return Optional.ofNullable(recommendation.parameters().get(parameter)).map(Setting::toString).orElse("");
    }
}
