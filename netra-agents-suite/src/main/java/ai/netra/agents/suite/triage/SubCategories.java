package ai.netra.agents.suite.triage;

import java.util.List;
import java.util.Map;

/** What exactly a request is about, within its category. */
final class SubCategories {
    private static final Map<RequestCategory, List<String>> ALL = Map.of(
            RequestCategory.COST_OPTIMIZATION, List.of("cost_reduction", "cost_question"),
            RequestCategory.PERFORMANCE_OPTIMIZATION, List.of("latency", "throughput"),
            RequestCategory.QUALITY_OPTIMIZATION, List.of("answer_quality", "error_reduction"),
            RequestCategory.MODEL_SELECTION, List.of("model_migration", "model_comparison", "change_evaluation"),
            RequestCategory.WORKLOAD_ANALYSIS, List.of("usage_analysis", "growth_forecast", "caching"),
            RequestCategory.SUPPLY_CATALOG, List.of("catalog_question"),
            RequestCategory.MONITORING_REPORTING, List.of("monitoring"),
            RequestCategory.CONFIGURATION, List.of("settings", "rate_limits"),
            RequestCategory.GENERAL, List.of("unclear", "goal_unclear"));

    private SubCategories() {}

    /** Those that a category has. */
    static List<String> in(RequestCategory category) {
        return ALL.getOrDefault(category, List.of());
    }

    static String of(RequestReading reading, RequestEntities entities) {
        List<Metric> priorities = reading.priorities();
        boolean grows = !reading.goals().of(TargetKind.SCENARIO).isEmpty();
        return switch (reading.scores().category()) {
            case COST_OPTIMIZATION ->
                reading.goals().of(TargetKind.GOAL).isEmpty() ? "cost_question" : "cost_reduction";
            case PERFORMANCE_OPTIMIZATION -> priorities.contains(Metric.THROUGHPUT) ? "throughput" : "latency";
            case QUALITY_OPTIMIZATION ->
                entities.metrics().contains(Metric.ERRORS) ? "error_reduction" : "answer_quality";
            case MODEL_SELECTION -> modelQuestion(reading, entities);
            case WORKLOAD_ANALYSIS ->
                grows ? "growth_forecast" : entities.metrics().contains(Metric.CACHING) ? "caching" : "usage_analysis";
            case SUPPLY_CATALOG -> "catalog_question";
            case MONITORING_REPORTING -> "monitoring";
            case CONFIGURATION -> entities.metrics().contains(Metric.RATE_LIMIT) ? "rate_limits" : "settings";
            case GENERAL -> reading.scores().intent().isOptimizing() ? "goal_unclear" : "unclear";
        };
    }

    private static String modelQuestion(RequestReading reading, RequestEntities entities) {
        if (reading.asksAboutAChange()) {
            return "change_evaluation";
        }
        return entities.models().size() > 1 || reading.scores().intent() == RequestIntent.COMPARE
                ? "model_comparison"
                : "model_migration";
    }
}
