package ai.netra.agents.suite.reporting;

import ai.netra.agents.suite.actions.ActionPlan;
import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.optimization.Optimization;
import java.util.List;
import java.util.Optional;

/** Puts a report together from how the agents ended. Pure. */
final class ReportComposer {
    private ReportComposer() {}

    /** The report in the rules' words. */
    static Report compose(ReportInputs inputs, ReportType type) {
        return compose(inputs, type, new ReportDraft(SummaryText.of(inputs), NextSteps.of(inputs)), Optional.empty());
    }

    /** The report in these words, and its figures and all else as ever. */
    static Report compose(ReportInputs inputs, ReportType type, ReportDraft words, Optional<DraftedBy> by) {
        List<String> caveats = Caveats.of(inputs);
        return new Report(
                words.executiveSummary(),
                inputs.optimization().map(Optimization::recommendations).orElse(List.of()),
                inputs.actions().map(ActionPlan::actions).orElse(List.of()),
                KeyMetrics.of(inputs),
                words.nextSteps(),
                MarkdownReport.of(inputs, type, words, caveats, Authors.of(inputs, by)),
                type,
                caveats,
                by);
    }
}
