package ai.netra.agents.suite.reporting;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.Dependency;
import ai.netra.agents.suite.actions.ActionsAgent;
import ai.netra.agents.suite.data.DataAgent;
import ai.netra.agents.suite.guidance.DataGuidanceAgent;
import ai.netra.agents.suite.optimization.OptimizationAgent;
import ai.netra.agents.suite.triage.TriageAgent;
import java.util.List;

/** Makes the report from whatever the other agents gave. Needs none of them. Stateless. */
public final class ReportingAgent implements Agent<Report> {
    private final ReportTyping typing;

    private ReportingAgent(ReportTyping typing) {
        this.typing = typing;
    }

    /** An agent whose reports are of these types: those of a workflow table. */
    public static ReportingAgent typedBy(ReportTyping typing) {
        return new ReportingAgent(typing);
    }

    @Override
    public AgentKey<Report> key() {
        return ReportKey.REPORTING;
    }

    @Override
    public String description() {
        return "Makes the report: summary, recommendations, action plan, figures with their provenance, next steps.";
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return List.of(
                Dependency.optional(TriageAgent.KEY),
                Dependency.optional(DataAgent.KEY),
                Dependency.optional(DataGuidanceAgent.KEY),
                Dependency.optional(OptimizationAgent.KEY),
                Dependency.optional(ActionsAgent.KEY));
    }

    @Override
    public Report process(AgentInput input, AgentContext context) {
        ReportInputs inputs = ReportInputs.of(input);
        Report report = ReportComposer.compose(inputs, typing.of(inputs.triageOutcome(), inputs.dataOutcome()));
        context.emit(
                "Wrote the report",
                Attributes.of("report_type", report.reportType().toString()));
        return report;
    }
}
