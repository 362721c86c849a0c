package ai.netra.agents.suite;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RequestGuard;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.factory.AgentFactory;
import ai.netra.agents.core.orchestrator.ConditionalOrchestrator;
import ai.netra.agents.core.orchestrator.SupervisorOrchestrator;
import ai.netra.agents.suite.actions.ActionPlan;
import ai.netra.agents.suite.actions.ActionsAgent;
import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.data.DataAgent;
import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.guard.RequestLength;
import ai.netra.agents.suite.guard.RequestStructure;
import ai.netra.agents.suite.guidance.DataGuidance;
import ai.netra.agents.suite.guidance.DataGuidanceAgent;
import ai.netra.agents.suite.llm.SuiteLlm;
import ai.netra.agents.suite.optimization.Optimization;
import ai.netra.agents.suite.optimization.OptimizationAgent;
import ai.netra.agents.suite.reporting.BuiltInReport;
import ai.netra.agents.suite.reporting.Report;
import ai.netra.agents.suite.reporting.ReportKey;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import ai.netra.agents.suite.workflow.SuiteRoute;
import ai.netra.agents.suite.workload.WorkloadRepository;
import ai.netra.agents.tools.ToolRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The Netra agents over a host's workloads: wired, granted their tools and guarded.
 *
 * <pre>{@code
 * NetraSuite suite = NetraSuite.builder().repository(repository).catalog(catalog).build();
 * try (AgentRuntime runtime = suite.registerWith(LocalAgentRuntime.builder()).build()) {
 *     Report report = runtime.run(suite.supervisor(),
 *             RunRequest.of("Optimize my GPU workload for cost").attribute("workload_id", "test-123")).orThrow();
 * }
 * }</pre>
 *
 * <p>Attributes read: {@code workload_id}, {@code time_range} ({@code 24h}, {@code all}, {@code start/end}), {@code model} (the current one),
 * {@code monthly_cost_usd}, {@code budget_usd_per_month}. Without a model the agents work by rules; with one ({@link NetraSuiteBuilder#llm}) it chooses and
 * words what is no figure. Immutable and thread-safe: one suite serves every user at once.
 */
public final class NetraSuite {
    /** Understands the request. */
    public static final AgentKey<Triage> TRIAGE = TriageAgent.KEY;

    /** Gathers, assesses and analyzes data. */
    public static final AgentKey<DataAssessment> DATA = DataAgent.KEY;

    /** Says what to supply. */
    public static final AgentKey<DataGuidance> DATA_GUIDANCE = DataGuidanceAgent.KEY;

    /** Evaluates strategies. */
    public static final AgentKey<Optimization> OPTIMIZATION = OptimizationAgent.KEY;

    /** Plans actions. */
    public static final AgentKey<ActionPlan> ACTIONS = ActionsAgent.KEY;

    /** Makes the report. */
    public static final AgentKey<Report> REPORTING = ReportKey.REPORTING;

    /** Orchestrates all of these. */
    public static final AgentKey<Report> SUPERVISOR = AgentKey.of("supervisor", Report.class);

    private final Optional<SuiteLlm> llm;
    private final SuiteAgents agents;
    private final ToolRegistry tools;
    private final List<RequestGuard> guards;
    private final SupervisorOrchestrator<Report> supervisor;
    private final ConditionalOrchestrator<Report> flows;
    private final AgentFactory factory;

    NetraSuite(
            SupplyCatalog catalog,
            WorkloadRepository repository,
            List<RequestGuard> hostGuards,
            Optional<SuiteLlm> llm) {
        this.llm = llm;
        this.agents = SuiteAgents.over(catalog, llm);
        this.tools = SuiteTools.over(repository, catalog);
        List<RequestGuard> all = new ArrayList<>(List.of(new RequestLength(), new RequestStructure()));
        all.addAll(hostGuards);
        this.guards = List.copyOf(all);
        this.supervisor = supervisorOf(agents.all().toArray(Agent<?>[]::new));
        this.flows = agents.flows();
        this.factory = agents.factory(tools, supervisor, flows);
    }

    /** Builds a suite; a repository is required. */
    public static NetraSuiteBuilder builder() {
        return new NetraSuiteBuilder();
    }

    /**
     * A supervisor of these agents, over the suite's workflow table: for hosts that replace or leave out some. Those left out are skipped, with those
     * that require them; without a reporting agent the built-in report is the output.
     *
     * @throws InvalidDefinitionException if there is none, or two have the same name
     */
    public static SupervisorOrchestrator<Report> supervisorOf(Agent<?>... agents) {
        SupervisorOrchestrator.Builder<Report> builder = SupervisorOrchestrator.of(SUPERVISOR);
        for (Agent<?> agent : agents) {
            builder.agent(agent);
        }
        return builder.workflow(SuiteRoute.table()).fallback(BuiltInReport::of).endingIn(REPORTING);
    }

    /** The supervisor of all six agents. */
    public SupervisorOrchestrator<Report> supervisor() {
        return supervisor;
    }

    /** The conditional flow: by the category that triage finds, the optimization, analysis or default flow. */
    public ConditionalOrchestrator<Report> flows() {
        return flows;
    }

    /** The six agents. */
    public List<Agent<?>> agents() {
        return agents.all();
    }

    /** The six agents, the supervisor and the flows by the names of their types, with the tools granted to each. */
    public AgentFactory factory() {
        return factory;
    }

    /** The six workload tools. */
    public ToolRegistry tools() {
        return tools;
    }

    /** Length, structure, then the host's guards. */
    public List<RequestGuard> guards() {
        return guards;
    }

    /**
     * Registers supervisor and flows with the guards, the tools, the default grants, and the model's client where the suite has one. Tools and client set
     * before are replaced.
     */
    public LocalAgentRuntime.Builder registerWith(LocalAgentRuntime.Builder runtime) {
        RequestGuard[] all = guards.toArray(RequestGuard[]::new);
        llm.ifPresent(model -> runtime.llm(model.client()));
        return grantTo(runtime.tools(tools)).register(supervisor, all).register(flows, all);
    }

    /** Grants the tools to the agents that use them: for hosts that register tools, orchestrators and the client themselves. */
    public LocalAgentRuntime.Builder grantTo(LocalAgentRuntime.Builder runtime) {
        return factory.grantTo(runtime);
    }
}
