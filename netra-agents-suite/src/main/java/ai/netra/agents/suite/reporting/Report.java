package ai.netra.agents.suite.reporting;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.actions.PlannedAction;
import ai.netra.agents.suite.llm.DraftedBy;
import ai.netra.agents.suite.optimization.Recommendation;
import java.util.List;
import java.util.Optional;

/**
 * The answer to a request: the output of {@code reporting}, and of the suite's supervisor. Immutable.
 *
 * @param executiveSummary the answer in a few sentences
 * @param recommendations what to do, most important first
 * @param actionPlan how to do it, in order
 * @param metrics the figures that matter
 * @param nextSteps what to do next; never empty
 * @param fullReport all of it in Markdown, with the provenance of each figure, and what failed or was skipped
 * @param reportType what kind of report it is
 * @param caveats what limits these statements
 * @param draftedBy the model that worded summary and next steps; absent where rules did
 */
public record Report(
        String executiveSummary,
        List<Recommendation> recommendations,
        List<PlannedAction> actionPlan,
        List<ReportedMetric> metrics,
        List<String> nextSteps,
        String fullReport,
        ReportType reportType,
        List<String> caveats,
        Optional<DraftedBy> draftedBy) {
    /** Copies the lists, and refuses a report without a next step. */
    public Report {
        recommendations = List.copyOf(recommendations);
        actionPlan = List.copyOf(actionPlan);
        metrics = List.copyOf(metrics);
        nextSteps = List.copyOf(nextSteps);
        caveats = List.copyOf(caveats);
        if (nextSteps.isEmpty()) {
            throw new InvalidDefinitionException(
                    "A report has no next steps; say at least what to ask or supply next.");
        }
    }
}
