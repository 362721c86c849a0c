package ai.netra.agents.suite.reporting;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.Dependency;
import ai.netra.agents.suite.actions.ActionsAgent;
import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.data.DataAgent;
import ai.netra.agents.suite.guidance.DataGuidanceAgent;
import ai.netra.agents.suite.internal.DraftedAgent;
import ai.netra.agents.suite.llm.SuiteLlm;
import ai.netra.agents.suite.optimization.OptimizationAgent;
import ai.netra.agents.suite.triage.RequestCategory;
import ai.netra.agents.suite.triage.TriageAgent;
import java.util.List;
import java.util.Optional;

/** Makes the report from whatever the other agents gave. Needs none of them. Stateless. */
public final class ReportingAgent implements Agent<Report> {
    private final ReportTyping typing;
    private final Optional<SupplyCatalog> catalog;

    private ReportingAgent(ReportTyping typing, Optional<SupplyCatalog> catalog) {
        this.typing = typing;
        this.catalog = catalog;
    }

    /** An agent whose reports are of these types: those of a workflow table. */
    public static ReportingAgent typedBy(ReportTyping typing) {
        return new ReportingAgent(typing, Optional.empty());
    }

    /** With a catalog, to answer questions about it. */
    public ReportingAgent listing(SupplyCatalog listed) {
        return new ReportingAgent(typing, Optional.of(listed));
    }

    /** This agent with a model that words summary and next steps; figures, tables and caveats are the rules'. */
    public Agent<Report> asking(SuiteLlm llm) {
        return DraftedAgent.of(this, llm, ReportDraft.class, new ReportDrafting(this));
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
        Report report = completed(
                inputs, ReportComposer.compose(inputs, typing.of(inputs.triageOutcome(), inputs.dataOutcome())));
        context.emit(
                "Wrote the report",
                Attributes.of("report_type", report.reportType().toString()));
        return report;
    }

    /** With the catalog, where that is asked about. */
    Report completed(ReportInputs inputs, Report composed) {
        boolean aboutCatalog = inputs.triage()
                .filter(triage -> triage.category() == RequestCategory.SUPPLY_CATALOG)
                .isPresent();
        return catalog.filter(listed -> aboutCatalog)
                .map(listed -> CatalogAnswer.in(composed, listed))
                .orElse(composed);
    }
}
