package ai.netra.agents.suite.actions;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.suite.optimization.Optimization;
import ai.netra.agents.suite.optimization.OptimizationAgent;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.suite.supply.ConfigCheck;
import ai.netra.agents.suite.supply.ConfigValidation;
import ai.netra.agents.suite.supply.SupplyAction;
import ai.netra.agents.suite.supply.SupplyConfig;
import ai.netra.agents.suite.tool.ConfigQuery;
import ai.netra.agents.suite.tool.SupplyConfigQuery;
import ai.netra.agents.suite.tool.WorkloadTools;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns recommendations into actions in order, and a supply configuration that is checked. Stateless. */
public final class ActionsAgent implements Agent<ActionPlan> {
    /** The agent's name and output. */
    public static final AgentKey<ActionPlan> KEY = AgentKey.of("actions", ActionPlan.class);

    private static final List<String> SHARES = List.of("0.05", "0.25", "1");

    /** The only kind there is. */
    public ActionsAgent() {}

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
        Triage triage = input.output(TriageAgent.KEY);
        Optimization optimization = input.output(OptimizationAgent.KEY);
        List<PlannedAction> actions = ActionOrder.of(Playbook.of(optimization.recommendations()));
        List<ConfigCheck> problems = new ArrayList<>();
        SupplyConfig config = call(
                        context,
                        WorkloadTools.CREATE_SUPPLY_CONFIG,
                        new SupplyConfigQuery(actions.stream()
                                .map(action -> new SupplyAction(action.id(), action.type(), action.parameters()))
                                .toList()),
                        SupplyConfig.class,
                        problems)
                .orElse(SupplyConfig.empty());
        ConfigValidation validation = problems.isEmpty()
                ? call(context, WorkloadTools.VALIDATE_CONFIG, new ConfigQuery(config), ConfigValidation.class, problems)
                        .orElseGet(() -> ConfigValidation.of(problems))
                : ConfigValidation.of(problems);
        context.emit("Planned actions", Attributes.of("actions", actions.size()).with("valid", validation.valid()));
        return new ActionPlan(actions, config, execution(actions), validation, approvals(triage, actions));
    }

    private static <T> Optional<T> call(
            AgentContext context, String tool, Object arguments, Class<T> type, List<ConfigCheck> problems)
            throws InterruptedException {
        if (!context.tools().has(tool)) {
            problems.add(new ConfigCheck("the tool " + tool + " is granted", false, "not granted to this agent; grant it"));
            return Optional.empty();
        }
        ToolResult result = context.tools().call(tool, arguments);
        Optional<ToolError> error = result.error();
        if (error.isPresent()) {
            problems.add(new ConfigCheck("the tool " + tool + " works", false, error.get().message()));
            context.degrade(new Failure(FailureKind.TOOL_ERROR, tool, error.get().message(), false));
            return Optional.empty();
        }
        return Optional.of(result.as(type));
    }

    /** Changes of what serves requests are rolled out in shares, everything else at once. */
    private static List<ExecutionStep> execution(List<PlannedAction> actions) {
        List<ExecutionStep> steps = new ArrayList<>();
        for (PlannedAction action : actions) {
            boolean inShares = action.type().equals("routing") || action.type().equals("tiering");
            for (String share : inShares ? SHARES : List.of("1")) {
                steps.add(new ExecutionStep(
                        steps.size() + 1,
                        action.id(),
                        Quantity.assumed(
                                new BigDecimal(share),
                                Unit.RATIO,
                                inShares ? "default rollout in shares of 5 %, 25 % and all requests" : "done at once"),
                        String.join(" ", action.validationSteps())));
            }
        }
        return steps;
    }

    private static List<String> approvals(Triage triage, List<PlannedAction> actions) {
        List<String> approvals = new ArrayList<>();
        for (PlannedAction action : actions) {
            switch (action.type()) {
                case "routing", "tiering" -> approvals.add("The owner of the workload approves " + action.id() + " after comparing answers"
                        + (triage.constraints().isEmpty() ? "." : " and the constraints of the request."));
                case "scaling" -> approvals.add("The owner of the budget approves " + action.id() + ".");
                default -> {}
            }
        }
        return approvals;
    }
}
