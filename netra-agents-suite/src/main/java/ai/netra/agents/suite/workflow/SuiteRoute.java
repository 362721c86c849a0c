package ai.netra.agents.suite.workflow;

import ai.netra.agents.AgentKey;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import ai.netra.agents.core.orchestrator.WorkflowTable;
import ai.netra.agents.suite.actions.ActionsAgent;
import ai.netra.agents.suite.data.DataAgent;
import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.guidance.DataGuidanceAgent;
import ai.netra.agents.suite.optimization.OptimizationAgent;
import ai.netra.agents.suite.reporting.ReportKey;
import ai.netra.agents.suite.reporting.ReportType;
import ai.netra.agents.suite.sufficiency.SufficiencyState;
import ai.netra.agents.suite.triage.Triage;
import ai.netra.agents.suite.triage.TriageAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rows of the suite's workflow table. Which row a request is in follows from what triage and the data agent gave, and from nothing else; the
 * supervisor's table, the flows and the report's type all ask {@link #of}.
 */
public enum SuiteRoute {
    /** Triage has not ended: it is all there is to do. */
    UNDERSTANDING(ReportType.GUIDANCE, TriageAgent.KEY),
    /** Data is needed, and its agent has not ended. */
    GATHERING(ReportType.GUIDANCE, TriageAgent.KEY, DataAgent.KEY),
    /** Enough data, and something to be made better. */
    FULL(ReportType.FULL, TriageAgent.KEY, DataAgent.KEY, OptimizationAgent.KEY, ActionsAgent.KEY, ReportKey.REPORTING),
    /** Enough data, and something to be known. */
    ANALYSIS(ReportType.PARTIAL, TriageAgent.KEY, DataAgent.KEY, ReportKey.REPORTING),
    /** Little data, and something to be made better. */
    MINIMAL_OPTIMIZATION(
            ReportType.PARTIAL,
            TriageAgent.KEY,
            DataAgent.KEY,
            DataGuidanceAgent.KEY,
            OptimizationAgent.KEY,
            ReportKey.REPORTING),
    /** Little data, and something to be known. */
    MINIMAL_ANALYSIS(ReportType.PARTIAL, TriageAgent.KEY, DataAgent.KEY, DataGuidanceAgent.KEY, ReportKey.REPORTING),
    /** Too little data. */
    GUIDANCE(ReportType.GUIDANCE, TriageAgent.KEY, DataAgent.KEY, DataGuidanceAgent.KEY, ReportKey.REPORTING),
    /** A question about nothing that is measured. */
    NO_DATA_NEEDED(ReportType.GUIDANCE, TriageAgent.KEY, DataGuidanceAgent.KEY, ReportKey.REPORTING),
    /** Triage failed, or what the data is worth is not known. */
    UNKNOWN(ReportType.GUIDANCE, DataGuidanceAgent.KEY, ReportKey.REPORTING);

    private final ReportType reportType;

    @SuppressWarnings("ImmutableEnumChecker") // it is unmodifiable, and keys are immutable
    private final List<AgentKey<?>> agents;

    SuiteRoute(ReportType reportType, AgentKey<?>... agents) {
        this.reportType = reportType;
        this.agents = List.of(agents);
    }

    /** The row for what has ended so far; an absent outcome has not ended. */
    public static SuiteRoute of(Optional<Outcome<Triage>> triage, Optional<Outcome<DataAssessment>> data) {
        if (triage.isEmpty()) {
            return UNDERSTANDING;
        }
        Optional<Triage> understood = triage.flatMap(Outcome::output);
        if (understood.isEmpty()) {
            return UNKNOWN;
        }
        if (!understood.get().needsData()) {
            return NO_DATA_NEEDED;
        }
        if (data.isEmpty()) {
            return GATHERING;
        }
        SufficiencyState state = data.flatMap(Outcome::output)
                .map(assessment -> assessment.sufficiency().state())
                .orElse(SufficiencyState.UNKNOWN);
        boolean optimizing = understood.get().intent().primary().isOptimizing();
        return switch (state) {
            case SUFFICIENT, OPTIMAL, EXCESSIVE -> optimizing ? FULL : ANALYSIS;
            case MINIMAL -> optimizing ? MINIMAL_OPTIMIZATION : MINIMAL_ANALYSIS;
            case INSUFFICIENT -> GUIDANCE;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /** The row for a run's progress, outcomes read from outside included. */
    public static SuiteRoute of(Progress progress) {
        return of(
                progress.readable(TriageAgent.KEY).map(ended -> ended.outcome()),
                progress.readable(DataAgent.KEY).map(ended -> ended.outcome()));
    }

    /** The table for a supervisor that runs every agent itself. */
    public static WorkflowTable table() {
        return table(List.of());
    }

    /** The table for a supervisor that is handed the triage from outside. */
    public static WorkflowTable tableAfterTriage() {
        return table(List.of(TriageAgent.KEY));
    }

    /** The kind of report it ends in, where the reporting agent makes it. */
    public ReportType reportType() {
        return reportType;
    }

    /** The agents that take part. */
    public List<AgentKey<?>> agents() {
        return agents;
    }

    /** The row's name, such as {@code minimal_optimization}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static WorkflowTable table(List<AgentKey<?>> done) {
        WorkflowTable.Builder table = WorkflowTable.builder();
        for (SuiteRoute route : values()) {
            if (route != UNKNOWN) {
                table.row(route.toString(), progress -> of(progress) == route, route.without(done));
            }
        }
        return table.otherwise(UNKNOWN.toString(), UNKNOWN.without(done));
    }

    private AgentKey<?>[] without(List<AgentKey<?>> done) {
        List<AgentKey<?>> left = new ArrayList<>(agents);
        left.removeAll(done);
        return left.toArray(AgentKey<?>[]::new);
    }
}
