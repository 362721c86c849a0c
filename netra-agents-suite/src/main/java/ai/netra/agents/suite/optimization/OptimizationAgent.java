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
import ai.netra.agents.suite.internal.DraftedAgent;
import ai.netra.agents.suite.llm.SuiteLlm;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolResult;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates strategies by replaying the workload's requests, through the tool {@code optimize_resources}, and recommends what does most for what was asked
 * and breaks no demand. Claims no current cost and no saving unless the models in use are named. Stateless.
 */
public final class OptimizationAgent implements Agent<Optimization> {
    /** The agent's name and output. */
    public static final AgentKey<Optimization> KEY = AgentKey.of("optimization", Optimization.class);

    /** An agent that works by rules. */
    public OptimizationAgent() {}

    /** This agent with a model that chooses among the strategies that rules accept, and words; every figure is computed for what it chooses. */
    public Agent<Optimization> asking(SuiteLlm llm) {
        return DraftedAgent.of(this, llm, OptimizationDraft.class, new OptimizationDrafting(this));
    }

    @Override
    public AgentKey<Optimization> key() {
        return KEY;
    }

    @Override
    public String description() {
        return "Evaluates strategies by replaying the workload, and recommends what keeps the demands.";
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return List.of(Dependency.required(TriageAgent.KEY), Dependency.required(DataAgent.KEY));
    }

    @Override
    public Optimization process(AgentInput input, AgentContext context) throws InterruptedException {
        return told(evaluate(input, context).write(), context);
    }

    /** Has listeners hear what rules make of it. */
    static Optimization told(Optimization optimization, AgentContext context) {
        context.emit(
                "Evaluated " + optimization.strategies().size() + " strategies",
                Attributes.of("recommendations", optimization.recommendations().size())
                        .with(
                                "chosen",
                                optimization.strategy().map(ChosenStrategy::id).orElse("none")));
        return optimization;
    }

    /** What the tool found, before it is written down. */
    OptimizationReport evaluate(AgentInput input, AgentContext context) throws InterruptedException {
        Triage triage = input.output(TriageAgent.KEY);
        DataAssessment data = input.output(DataAgent.KEY);
        StatedDemands demands = new StatedDemands(triage, data, input.attributes());
        Optional<String> workload =
                data.workloadId().or(() -> input.attributes().text("workload_id"));
        Optional<ToolResult> result =
                workload.isPresent() ? Optional.of(call(demands.query(workload.get()), context)) : Optional.empty();
        Optional<ToolError> error = result.flatMap(ToolResult::error);
        error.ifPresent(e -> context.degrade(
                new Failure(FailureKind.TOOL_ERROR, OptimizationTools.OPTIMIZE_RESOURCES, e.message(), false)));
        Optional<ResourceOptimization> evaluation =
                result.filter(ToolResult::success).map(value -> value.as(ResourceOptimization.class));
        return new OptimizationReport(triage, data, demands, evaluation, error);
    }

    private static ToolResult call(ResourceQuery query, AgentContext context) throws InterruptedException {
        return context.tools().call(OptimizationTools.OPTIMIZE_RESOURCES, query);
    }
}
