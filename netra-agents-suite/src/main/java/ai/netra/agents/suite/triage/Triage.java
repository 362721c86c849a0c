package ai.netra.agents.suite.triage;

import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.sufficiency.SufficiencyState;
import java.util.List;
import java.util.Optional;

/**
 * What a request was understood to ask for: the output of {@code triage}. Immutable.
 *
 * @param category what it is about
 * @param subCategory what exactly, such as {@code cost_reduction}
 * @param priority how urgent it says it is
 * @param complexity how much it asks for at once
 * @param confidence the share of the evidence that agrees with category and intent; absent where there was no evidence
 * @param intent what is wanted
 * @param objectives the goals, in words; empty where none is stated and one has to be asked for
 * @param requirements the sentences of the request that demand something
 * @param dataNeeds names of data needs, such as {@code cost_analysis}
 * @param needsData whether an answer needs data about a workload
 * @param priorities the measures to improve, most important first
 * @param constraints what an answer must meet
 * @param entities the things named
 * @param dataSufficiency a forecast; the data agent's assessment is the one that routes
 * @param toolRecommendations tools that will help
 * @param reasoning what category and intent were read from
 * @param warnings what was not understood or looks wrong
 * @param draftedBy the model that chose and worded what is no figure; absent where rules did
 */
public record Triage(
        RequestCategory category,
        String subCategory,
        RequestPriority priority,
        RequestComplexity complexity,
        Optional<Quantity> confidence,
        IntentSummary intent,
        List<String> objectives,
        List<String> requirements,
        List<String> dataNeeds,
        boolean needsData,
        List<Metric> priorities,
        List<RequestConstraint> constraints,
        RequestEntities entities,
        SufficiencyState dataSufficiency,
        List<String> toolRecommendations,
        String reasoning,
        List<String> warnings,
        Optional<DraftedBy> draftedBy) {

    /** Copies the lists. */
    public Triage {
        objectives = List.copyOf(objectives);
        requirements = List.copyOf(requirements);
        dataNeeds = List.copyOf(dataNeeds);
        priorities = List.copyOf(priorities);
        constraints = List.copyOf(constraints);
        toolRecommendations = List.copyOf(toolRecommendations);
        warnings = List.copyOf(warnings);
    }

    /** The usage that the request says to expect, as a multiple of now. */
    public Optional<Quantity> usageFactor() {
        return factor(TargetKind.SCENARIO, Metric.USAGE);
    }

    /** What the request wants a measure to be multiplied by. */
    public Optional<Quantity> goalFactor(Metric metric) {
        return factor(TargetKind.GOAL, metric);
    }

    /** The figures of a kind that the request states for a measure. */
    public List<StatedThreshold> thresholds(Metric metric, ThresholdBound bound) {
        return entities.thresholds().stream()
                .filter(threshold -> threshold.metric() == metric && threshold.bound() == bound)
                .toList();
    }

    private Optional<Quantity> factor(TargetKind kind, Metric metric) {
        return entities.targets().stream()
                .filter(target -> target.kind() == kind && target.metric().equals(Optional.of(metric)))
                .flatMap(target -> target.factor().stream())
                .findFirst();
    }

    /**
     * A triage that says no more than an intent and what data it needs: for hosts that bring their own triage agent, and for tests.
     *
     * @param category what the request is about
     * @param intent what is wanted
     * @param dataNeeds names of data needs; none means that no data is needed
     */
    public static Triage of(RequestCategory category, RequestIntent intent, List<String> dataNeeds) {
        return new Triage(
                category,
                category.toString(),
                RequestPriority.MEDIUM,
                RequestComplexity.SIMPLE,
                Optional.empty(),
                new IntentSummary(intent, List.of(), intent.isOptimizing()),
                List.of(),
                List.of(),
                dataNeeds,
                !dataNeeds.isEmpty(),
                List.of(),
                List.of(),
                RequestEntities.none(),
                SufficiencyState.UNKNOWN,
                List.of(),
                "stated by the host",
                List.of(),
                Optional.empty());
    }
}
