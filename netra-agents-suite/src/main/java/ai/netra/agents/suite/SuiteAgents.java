package ai.netra.agents.suite;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.core.factory.AgentFactory;
import ai.netra.agents.core.orchestrator.ConditionalOrchestrator;
import ai.netra.agents.core.orchestrator.SupervisorOrchestrator;
import ai.netra.agents.suite.actions.ActionPlan;
import ai.netra.agents.suite.actions.ActionsAgent;
import ai.netra.agents.suite.actions.SupplyTools;
import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.data.DataAgent;
import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.guidance.DataGuidance;
import ai.netra.agents.suite.guidance.DataGuidanceAgent;
import ai.netra.agents.suite.llm.SuiteLlm;
import ai.netra.agents.suite.optimization.Optimization;
import ai.netra.agents.suite.optimization.OptimizationAgent;
import ai.netra.agents.suite.optimization.OptimizationTools;
import ai.netra.agents.suite.reporting.BuiltInReport;
import ai.netra.agents.suite.reporting.Report;
import ai.netra.agents.suite.reporting.ReportKey;
import ai.netra.agents.suite.reporting.ReportingAgent;
import ai.netra.agents.suite.tool.WorkloadTools;
import ai.netra.agents.suite.triage.RequestCategory;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import ai.netra.agents.suite.workflow.SuiteRoute;
import ai.netra.agents.tools.ToolRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The six agents, the conditional flow over them, and who may call which tools. */
record SuiteAgents(
        Agent<Triage> triage,
        Agent<DataAssessment> data,
        Agent<DataGuidance> guidance,
        Agent<Optimization> optimization,
        Agent<ActionPlan> actions,
        Agent<Report> reporting) {
    private static final Set<RequestCategory> OPTIMIZED = Set.of(
            RequestCategory.COST_OPTIMIZATION,
            RequestCategory.PERFORMANCE_OPTIMIZATION,
            RequestCategory.QUALITY_OPTIMIZATION,
            RequestCategory.MODEL_SELECTION);
    private static final Set<RequestCategory> ANALYZED =
            Set.of(RequestCategory.WORKLOAD_ANALYSIS, RequestCategory.MONITORING_REPORTING);

    /** Agents that work by rules, or that have a model choose and word besides. */
    static SuiteAgents over(SupplyCatalog catalog, Optional<SuiteLlm> llm) {
        TriageAgent triage = TriageAgent.knowing(
                catalog.options().stream().map(SupplyOption::name).toList());
        DataAgent data = new DataAgent();
        DataGuidanceAgent guidance = new DataGuidanceAgent();
        OptimizationAgent optimization = new OptimizationAgent();
        ActionsAgent actions = new ActionsAgent();
        ReportingAgent reporting = ReportingAgent.typedBy(
                        (triaged, assessed) -> SuiteRoute.of(triaged, assessed).reportType())
                .listing(catalog);
        return llm.map(model -> new SuiteAgents(
                        triage.asking(model),
                        data.asking(model),
                        guidance.asking(model),
                        optimization.asking(model),
                        actions.asking(model),
                        reporting.asking(model)))
                .orElseGet(() -> new SuiteAgents(triage, data, guidance, optimization, actions, reporting));
    }

    List<Agent<?>> all() {
        return List.of(triage, data, guidance, optimization, actions, reporting);
    }

    /** These agents and what is made of them by type, and who may call which tools. */
    AgentFactory factory(ToolRegistry tools, Agent<Report> supervisor, Agent<Report> flows) {
        return AgentFactory.builder(tools)
                .type(triage.key(), factory -> triage)
                .type(
                        data.key(),
                        factory -> data,
                        WorkloadTools.GET_WORKLOAD_METRICS,
                        WorkloadTools.GET_COST_DATA,
                        WorkloadTools.GET_PERFORMANCE_DATA)
                .type(guidance.key(), factory -> guidance)
                .type(optimization.key(), factory -> optimization, OptimizationTools.OPTIMIZE_RESOURCES)
                .type(actions.key(), factory -> actions, SupplyTools.CREATE_SUPPLY_CONFIG, SupplyTools.VALIDATE_CONFIG)
                .type(reporting.key(), factory -> reporting)
                .type(supervisor.key(), factory -> supervisor)
                .type(flows.key(), factory -> flows)
                .build();
    }

    /** Triage first, then the flow for its category; each flow follows the suite's workflow table with the agents it has. */
    ConditionalOrchestrator<Report> flows() {
        return ConditionalOrchestrator.of(AgentKey.of("flows", Report.class))
                .first(triage)
                .when(
                        TriageAgent.KEY,
                        found -> OPTIMIZED.contains(found.category()),
                        flow("optimization_flow", data, guidance, optimization, actions, reporting))
                .when(
                        TriageAgent.KEY,
                        found -> ANALYZED.contains(found.category()),
                        flow("analysis_flow", data, guidance, reporting))
                .otherwise(flow("default_flow", data, guidance, reporting));
    }

    private static SupervisorOrchestrator<Report> flow(String name, Agent<?>... agents) {
        SupervisorOrchestrator.Builder<Report> flow =
                SupervisorOrchestrator.of(AgentKey.of(name, Report.class)).reads(Dependency.required(TriageAgent.KEY));
        for (Agent<?> agent : agents) {
            flow.agent(agent);
        }
        return flow.workflow(SuiteRoute.tableAfterTriage())
                .fallback(BuiltInReport::of)
                .endingIn(ReportKey.REPORTING);
    }
}
