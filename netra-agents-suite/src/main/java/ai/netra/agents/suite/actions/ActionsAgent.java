package ai.netra.agents.suite.actions;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.suite.internal.DraftedAgent;
import ai.netra.agents.suite.llm.SuiteLlm;
import ai.netra.agents.suite.optimization.Optimization;
import ai.netra.agents.suite.optimization.OptimizationAgent;
import ai.netra.agents.suite.supply.ConfigValidation;
import ai.netra.agents.suite.supply.SupplyAction;
import ai.netra.agents.suite.supply.SupplyConfig;
import ai.netra.agents.suite.triage.TriageAgent;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolResult;
import java.util.List;
import java.util.Optional;

/**
 * Turns recommendations into actions in an order that can be carried out, and a supply configuration that is checked, through the tools
 * {@code create_supply_config} and {@code validate_config}. Stateless.
 */
public final class ActionsAgent implements Agent<ActionPlan> {
    /** The agent's name and output. */
    public static final AgentKey<ActionPlan> KEY = AgentKey.of("actions", ActionPlan.class);

    /** An agent that works by rules. */
    public ActionsAgent() {}

    /** This agent with a model that words the actions; which there are, their order, settings, checks and approvals are the rules'. */
    public Agent<ActionPlan> asking(SuiteLlm llm) {
        return DraftedAgent.of(this, llm, ActionPlanDraft.class, new ActionPlanDrafting(this));
    }

    @Override
    public AgentKey<ActionPlan> key() {
        return KEY;
    }

    @Override
    public String description() {
        return "Turns recommendations into ordered actions with checks and ways back, and a supply configuration.";
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return List.of(Dependency.required(TriageAgent.KEY), Dependency.required(OptimizationAgent.KEY));
    }

    @Override
    public ActionPlan process(AgentInput input, AgentContext context) throws InterruptedException {
        Optimization optimization = input.output(OptimizationAgent.KEY);
        List<PlannedAction> actions = ActionOrder.sorted(Playbook.of(optimization.recommendations()));
        List<SupplyAction> supply = actions.stream()
                .map(action -> new SupplyAction(action.id(), action.type().toString(), action.parameters()))
                .toList();
        ToolResult created = call(context, SupplyTools.CREATE_SUPPLY_CONFIG, new SupplyConfigQuery(supply));
        SupplyConfig config = created.success() ? created.as(SupplyConfig.class) : SupplyConfig.empty();
        Optional<ToolError> error = created.error();
        PlanValidation validation = error.isPresent()
                ? unchecked(SupplyTools.CREATE_SUPPLY_CONFIG, error.get())
                : validate(config, context);
        context.emit("Planned " + actions.size() + " actions", Attributes.of("actions", actions.size()));
        return new ActionPlan(
                actions,
                config,
                ActionOrder.steps(actions),
                validation,
                new Approvals(optimization, actions).required(),
                Optional.empty());
    }

    private static ToolResult call(AgentContext context, String tool, Object arguments) throws InterruptedException {
        ToolResult result = context.tools().call(tool, arguments);
        result.error()
                .ifPresent(error -> context.degrade(new Failure(FailureKind.TOOL_ERROR, tool, error.message(), false)));
        return result;
    }

    private static PlanValidation validate(SupplyConfig config, AgentContext context) throws InterruptedException {
        ToolResult result = call(context, SupplyTools.VALIDATE_CONFIG, new ConfigQuery(config));
        Optional<ToolError> error = result.error();
        if (error.isPresent()) {
            return unchecked(SupplyTools.VALIDATE_CONFIG, error.get());
        }
        ConfigValidation validation = result.as(ConfigValidation.class);
        return new PlanValidation(Optional.of(validation.valid()), validation.problems());
    }

    private static PlanValidation unchecked(String tool, ToolError error) {
        return new PlanValidation(
                Optional.empty(),
                List.of("The configuration was not checked, because " + tool + " failed: " + error.message()));
    }
}
