package ai.netra.agents.suite.guidance;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.Dependency;
import ai.netra.agents.suite.data.DataAgent;
import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.internal.DraftedAgent;
import ai.netra.agents.suite.llm.SuiteLlm;
import ai.netra.agents.suite.sufficiency.MissingPoint;
import ai.netra.agents.suite.sufficiency.PointTier;
import ai.netra.agents.suite.sufficiency.Sufficiency;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says what to supply for a better answer, what for, and what the request leaves open. Runs with or without triage and data. Stateless. */
public final class DataGuidanceAgent implements Agent<DataGuidance> {
    /** The agent's name and output. */
    public static final AgentKey<DataGuidance> KEY = AgentKey.of("data_guidance", DataGuidance.class);

    private static final Map<PointTier, String> NAMES = Map.of(
            PointTier.PRIMARY, "Needed for an answer",
            PointTier.CONTEXT, "Makes the answer specific",
            PointTier.HISTORICAL, "Allows comparing with before",
            PointTier.RELATIONSHIP, "Shows what depends on what");

    /** The only kind there is. */
    public DataGuidanceAgent() {}

    /** This agent with a model that words what is asked for; what is needed is found by rules all the same. */
    public Agent<DataGuidance> asking(SuiteLlm llm) {
        return DraftedAgent.of(this, llm, DataGuidanceDraft.class, new DataGuidanceDrafting(this));
    }

    @Override
    public AgentKey<DataGuidance> key() {
        return KEY;
    }

    @Override
    public String description() {
        return "Says what data to supply for a better answer, and what for.";
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return List.of(Dependency.optional(TriageAgent.KEY), Dependency.optional(DataAgent.KEY));
    }

    @Override
    public DataGuidance process(AgentInput input, AgentContext context) {
        Optional<Triage> triage = input.find(TriageAgent.KEY);
        Optional<DataAssessment> data = input.find(DataAgent.KEY);
        DataGuidance guidance = new DataGuidance(
                categories(triage, data), instructions(triage, data), Questions.of(triage, data), Optional.empty());
        context.emit(
                "Listed what to supply",
                Attributes.of("questions", guidance.questions().size()));
        return guidance;
    }

    private static List<GuidanceCategory> categories(Optional<Triage> triage, Optional<DataAssessment> data) {
        List<MissingPoint> missing = data.map(DataAssessment::sufficiency)
                .or(() -> triage.map(t -> Sufficiency.assess(t.dataNeeds(), Set.of())))
                .map(Sufficiency::missing)
                .orElse(List.of());
        Map<PointTier, List<GuidanceItem>> items = new LinkedHashMap<>();
        for (PointTier tier : PointTier.values()) {
            for (MissingPoint point : missing) {
                if (point.tier() == tier) {
                    items.computeIfAbsent(tier, t -> new ArrayList<>())
                            .add(new GuidanceItem(
                                    point.meaning(),
                                    "asked for by " + String.join(" and ", point.needs()),
                                    tier == PointTier.PRIMARY));
                }
            }
        }
        List<GuidanceCategory> categories = new ArrayList<>();
        items.forEach(
                (tier, list) -> categories.add(new GuidanceCategory(NAMES.getOrDefault(tier, tier.toString()), list)));
        return categories;
    }

    private static List<String> instructions(Optional<Triage> triage, Optional<DataAssessment> data) {
        if (triage.filter(t -> !t.needsData()).isPresent()) {
            return List.of("Ask about a workload to have figures: name what to find out or improve, and pass its"
                    + " workload_id.");
        }
        List<String> steps = new ArrayList<>();
        boolean empty =
                data.filter(d -> d.rawData().workloadMetrics().isPresent()).isEmpty();
        if (empty) {
            steps.add("Export your requests as CSV: one row each, with time, input tokens and output tokens.");
            steps.add("Load the file as a workload, and pass its id as workload_id.");
        } else {
            data.ifPresent(d -> d.sufficiency().missing().stream()
                    .filter(point -> point.tier() == PointTier.PRIMARY || point.tier() == PointTier.CONTEXT)
                    .findFirst()
                    .ifPresent(point ->
                            steps.add("Add " + point.meaning() + " to the trace, or state it in the request.")));
        }
        if (data.filter(d -> d.currentModel().isPresent()).isEmpty()) {
            steps.add("Name the model in use with the attribute model, as the supply catalog has it.");
        }
        steps.add("Ask again.");
        return steps;
    }
}
