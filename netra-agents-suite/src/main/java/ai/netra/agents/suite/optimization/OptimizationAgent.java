package ai.netra.agents.suite.optimization;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.suite.data.DataAgent;
import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.sufficiency.MissingPoint;
import ai.netra.agents.suite.sufficiency.SufficiencyState;
import ai.netra.agents.suite.tool.PlanEvaluation;
import ai.netra.agents.suite.tool.ResourceConfig;
import ai.netra.agents.suite.tool.ResourceOptimization;
import ai.netra.agents.suite.tool.ResourceQuery;
import ai.netra.agents.suite.tool.TimeSpanArgument;
import ai.netra.agents.suite.tool.WorkloadTools;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Evaluates strategies by replaying the workload, and recommends what keeps the constraints. Claims no saving unless the current model is named. Stateless. */
public final class OptimizationAgent implements Agent<Optimization> {
    /** The agent's name and output. */
    public static final AgentKey<Optimization> KEY = AgentKey.of("optimization", Optimization.class);

    /** The only kind there is. */
    public OptimizationAgent() {}

    @Override
    public AgentKey<Optimization> key() {
        return KEY;
    }

    @Override
    public String description() {
        return "Evaluates strategies by replaying the workload, and recommends what keeps the constraints.";
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return List.of(Dependency.required(TriageAgent.KEY), Dependency.required(DataAgent.KEY));
    }

    @Override
    public Optimization process(AgentInput input, AgentContext context) throws InterruptedException {
        Triage triage = input.output(TriageAgent.KEY);
        DataAssessment data = input.output(DataAgent.KEY);
        List<String> caveats = new ArrayList<>();
        Optional<ResourceOptimization> evaluation = evaluate(triage, data, input.attributes(), context, caveats);
        List<OptimizationStrategy> strategies = Strategies.of(evaluation);
        List<Recommendation> recommendations = Recommendations.of(triage, data, evaluation, strategies);
        evaluation.ifPresent(e -> caveats.addAll(e.limitations()));
        if (data.sufficiency().state() == SufficiencyState.MINIMAL) {
            caveats.add("The data is minimal; missing are " + String.join(
                    ", ", data.sufficiency().missing().stream().map(MissingPoint::meaning).toList()) + ".");
        }
        context.emit("Evaluated strategies", Attributes.of("recommendations", recommendations.size()));
        return new Optimization(
                strategies,
                chosen(evaluation, recommendations),
                recommendations,
                evaluation.map(ResourceOptimization::improvements).orElse(List.of()),
                Risks.of(data, evaluation),
                evaluation,
                caveats);
    }

    private static Optional<ResourceOptimization> evaluate(
            Triage triage, DataAssessment data, Attributes attributes, AgentContext context, List<String> caveats)
            throws InterruptedException {
        if (data.workloadId().isEmpty() || data.rawData().workloadMetrics().isEmpty()) {
            caveats.add("There are no requests to replay, so that no strategy could be measured.");
            return Optional.empty();
        }
        if (!context.tools().has(WorkloadTools.OPTIMIZE_RESOURCES)) {
            caveats.add("The tool " + WorkloadTools.OPTIMIZE_RESOURCES + " is not granted to this agent, so that no strategy could be measured.");
            return Optional.empty();
        }
        ResourceConfig config = new ResourceConfig(
                data.workloadId().get(),
                data.timeRange().map(TimeSpanArgument::of),
                data.currentModel(),
                data.rawData().workloadMetrics().map(metrics -> metrics.metrics().inputTokens().p50().value()));
        ToolResult result = context.tools()
                .call(WorkloadTools.OPTIMIZE_RESOURCES, new ResourceQuery(config, Wishes.of(triage, attributes)));
        Optional<ToolError> error = result.error();
        if (error.isPresent()) {
            caveats.add("The tool " + WorkloadTools.OPTIMIZE_RESOURCES + " failed: " + error.get().message());
            context.degrade(new Failure(FailureKind.TOOL_ERROR, WorkloadTools.OPTIMIZE_RESOURCES, error.get().message(), false));
            return Optional.empty();
        }
        return Optional.of(result.as(ResourceOptimization.class));
    }

    private static ChosenStrategy chosen(Optional<ResourceOptimization> evaluation, List<Recommendation> recommendations) {
        if (recommendations.isEmpty()) {
            return new ChosenStrategy(
                    evaluation.isEmpty()
                            ? "No strategy is chosen, because none could be measured."
                            : "No strategy is chosen: nothing evaluated improves what was asked for within the constraints.",
                    List.of());
        }
        List<String> ids = recommendations.stream().map(Recommendation::type).distinct().toList();
        String summary = evaluation
                .flatMap(ResourceOptimization::optimized)
                .map(PlanEvaluation::plan)
                .map(plan -> "Serve the workload by " + plan + (ids.size() > 1 ? ", with " + String.join(" and ", ids.subList(1, ids.size())) : "") + ".")
                .orElse("Keep the current model, with " + String.join(" and ", ids) + ".");
        return new ChosenStrategy(summary, ids);
    }
}
