package ai.netra.agents.suite.reporting;

import ai.netra.agents.suite.actions.ActionPlan;
import ai.netra.agents.suite.optimization.Optimization;
import java.util.List;

/** Puts a report together from how the agents ended. Pure. */
final class ReportComposer {
    private ReportComposer() {}

    static Report compose(ReportInputs inputs, ReportType type) {
        String summary = SummaryText.of(inputs);
        List<String> nextSteps = NextSteps.of(inputs);
        List<String> caveats = Caveats.of(inputs);
        return new Report(
                summary,
                inputs.optimization().map(Optimization::recommendations).orElse(List.of()),
                inputs.actions().map(ActionPlan::actions).orElse(List.of()),
                KeyMetrics.of(inputs),
                nextSteps,
                MarkdownReport.of(inputs, type, summary, nextSteps, caveats),
                type,
                caveats);
    }
}
