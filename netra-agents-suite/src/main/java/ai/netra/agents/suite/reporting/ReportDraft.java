package ai.netra.agents.suite.reporting;

import java.util.List;

/**
 * The words of a report.
 *
 * @param executiveSummary the answer in a few sentences
 * @param nextSteps what to do next
 */
record ReportDraft(String executiveSummary, List<String> nextSteps) {}
