package ai.netra.agents.suite.triage;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.suite.internal.DraftedAgent;
import ai.netra.agents.suite.llm.SuiteLlm;
import ai.netra.agents.suite.sufficiency.DataNeed;
import ai.netra.agents.suite.sufficiency.DataPoint;
import ai.netra.agents.suite.sufficiency.Sufficiency;
import ai.netra.agents.suite.sufficiency.SufficiencyState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a request by rules: word boundaries, negation and units, no model. The same request gives the same triage. Stateless. */
public final class TriageAgent implements Agent<Triage> {
    /** The agent's name and output. */
    public static final AgentKey<Triage> KEY = AgentKey.of("triage", Triage.class);

    private static final int MOST_DEMANDS_OF_A_MODERATE_REQUEST = 3;

    private final List<Pattern> modelNames;

    private TriageAgent(List<Pattern> modelNames) {
        this.modelNames = modelNames;
    }

    /**
     * An agent that knows these models by name, besides the common families.
     *
     * @param modelNames the names of the catalog's models
     */
    public static TriageAgent knowing(Collection<String> modelNames) {
        return new TriageAgent(modelNames.stream()
                .map(name -> Pattern.compile("(?<![\\p{L}\\p{N}_.-])" + Pattern.quote(name.toLowerCase(Locale.ROOT))
                        + "(?![\\p{L}\\p{N}_-])"))
                .toList());
    }

    /** This agent with a model that chooses and words; figures, things named and constraints are read by rules all the same. */
    public Agent<Triage> asking(SuiteLlm llm) {
        return DraftedAgent.of(this, llm, TriageDraft.class, new TriageDrafting(this));
    }

    @Override
    public AgentKey<Triage> key() {
        return KEY;
    }

    @Override
    public String description() {
        return "Understands what a request asks for: category, intent, goals, constraints and the data it needs.";
    }

    @Override
    public Triage process(AgentInput input, AgentContext context) {
        Triage triage = triage(input.message(), input.attributes());
        context.emit(
                "Understood the request as " + triage.category() + ", to "
                        + triage.intent().primary(),
                Attributes.of("category", triage.category().toString())
                        .with("intent", triage.intent().primary().toString()));
        return triage;
    }

    /** Reads a message with its attributes; what {@link #process} does, without a run. */
    public Triage triage(String message, Attributes attributes) {
        RequestReading reading = new RequestReading(message, modelNames);
        Scores scores = reading.scores();
        List<String> needs = reading.dataNeeds();
        RequestEntities entities = reading.entities();
        return new Triage(
                scores.category(),
                SubCategories.of(reading, entities),
                reading.urgency().orElse(RequestPriority.MEDIUM),
                complexity(reading),
                scores.confidence(),
                new IntentSummary(scores.intent(), scores.otherIntents(), reading.asksForChange()),
                objectives(reading),
                reading.requirements(),
                needs,
                !needs.isEmpty(),
                reading.priorities(),
                reading.constraints(),
                entities,
                forecast(needs, entities, attributes),
                tools(needs, scores.intent()),
                reading.reasoning(),
                reading.warnings(),
                Optional.empty());
    }

    private static RequestComplexity complexity(RequestReading reading) {
        int demands = reading.goals().targets().size() + reading.constraints().size();
        if (demands <= 1) {
            return RequestComplexity.SIMPLE;
        }
        return demands <= MOST_DEMANDS_OF_A_MODERATE_REQUEST ? RequestComplexity.MODERATE : RequestComplexity.COMPLEX;
    }

    private static List<String> objectives(RequestReading reading) {
        List<String> objectives = new ArrayList<>();
        for (StatedTarget target : reading.goals().targets()) {
            String what = target.metric()
                    .map(metric -> metric.toString().replace('_', ' '))
                    .orElse("what the request names");
            String way = target.direction() == ChangeDirection.DOWN ? "down" : "up";
            String factor = target.factor()
                    .map(f -> " to " + f.rounded(2).stripTrailingZeros().toPlainString() + " of what it is")
                    .orElse("");
            switch (target.kind()) {
                case GOAL -> objectives.add("bring " + what + " " + way + factor);
                case SCENARIO -> objectives.add("say what follows if " + what + " goes " + way + factor);
                case OBSERVATION -> objectives.add("find out why " + what + " went " + way + factor);
            }
        }
        return objectives.stream().distinct().toList();
    }

    /** What can be expected of a workload before it is looked at: times and tokens, and what the request and its attributes add. */
    static SufficiencyState forecast(List<String> needs, RequestEntities entities, Attributes attributes) {
        if (!attributes.contains("workload_id")) {
            return needs.isEmpty() ? SufficiencyState.UNKNOWN : SufficiencyState.INSUFFICIENT;
        }
        Set<DataPoint> expected = EnumSet.of(DataPoint.REQUEST_TIME, DataPoint.INPUT_TOKENS, DataPoint.OUTPUT_TOKENS);
        boolean modelNamed = attributes.contains("model")
                || entities.models().stream().anyMatch(model -> model.role() == ModelRole.CURRENT);
        if (modelNamed) {
            expected.addAll(EnumSet.of(DataPoint.MODEL, DataPoint.PROVIDER, DataPoint.PRICE));
        }
        for (StatedThreshold threshold : entities.thresholds()) {
            if (threshold.bound() == ThresholdBound.CURRENT && threshold.metric() == Metric.LATENCY) {
                expected.add(DataPoint.LATENCY_OR_THROUGHPUT);
            }
        }
        return Sufficiency.assess(needs, expected).state();
    }

    static List<String> tools(List<String> needs, RequestIntent intent) {
        List<String> tools = new ArrayList<>();
        for (String need : needs) {
            DataNeed.named(need).flatMap(TriageAgent::tool).ifPresent(tools::add);
        }
        if (intent.isOptimizing() && !needs.isEmpty()) {
            tools.addAll(List.of("optimize_resources", "create_supply_config", "validate_config"));
        }
        return tools;
    }

    private static Optional<String> tool(DataNeed need) {
        return Optional.of(
                switch (need) {
                    case WORKLOAD_METRICS -> "get_workload_metrics";
                    case COST_ANALYSIS -> "get_cost_data";
                    case PERFORMANCE_DATA -> "get_performance_data";
                });
    }
}
