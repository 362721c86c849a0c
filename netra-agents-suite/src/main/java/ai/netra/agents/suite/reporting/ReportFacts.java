package ai.netra.agents.suite.reporting;

import ai.netra.agents.suite.actions.PlannedAction;
import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.internal.Shown;
import ai.netra.agents.suite.optimization.Impact;
import ai.netra.agents.suite.optimization.Optimization;
import ai.netra.agents.suite.optimization.Recommendation;
import ai.netra.agents.suite.triage.Triage;
import java.util.List;

/**
 * What a model is shown of a report.
 *
 * @param reportType what kind it is
 * @param summary the summary by rules
 * @param nextSteps the next steps by rules
 * @param objectives what the request wants
 * @param findings what is in the data
 * @param expected what the chosen strategy does
 * @param recommendations what to do
 * @param risks what can go wrong
 * @param actions how to do it
 * @param metrics the figures that matter
 * @param caveats what limits all this
 */
record ReportFacts(
        ReportType reportType,
        String summary,
        List<String> nextSteps,
        List<String> objectives,
        List<String> findings,
        List<String> expected,
        List<String> recommendations,
        List<String> risks,
        List<String> actions,
        List<String> metrics,
        List<String> caveats) {
    static ReportFacts of(ReportInputs inputs, Report byRules) {
        return new ReportFacts(
                byRules.reportType(),
                byRules.executiveSummary(),
                byRules.nextSteps(),
                inputs.triage().map(Triage::objectives).orElse(List.of()),
                inputs.data()
                        .map(DataAssessment::enrichedData)
                        .map(data -> data.findings())
                        .orElse(List.of()),
                inputs.optimization().map(Optimization::expectedImprovements).orElse(List.of()).stream()
                        .map(Impact::inWords)
                        .toList(),
                byRules.recommendations().stream()
                        .map(Recommendation::description)
                        .toList(),
                inputs.optimization()
                        .map(optimization -> optimization.riskAssessment().risks())
                        .orElse(List.of()),
                byRules.actionPlan().stream().map(PlannedAction::description).toList(),
                byRules.metrics().stream()
                        .map(metric -> metric.name() + ": " + Shown.of(metric.quantity()))
                        .toList(),
                byRules.caveats());
    }
}
