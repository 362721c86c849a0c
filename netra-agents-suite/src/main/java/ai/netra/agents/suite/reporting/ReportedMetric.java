package ai.netra.agents.suite.reporting;

import ai.netra.agents.suite.quantity.Quantity;

/**
 * A figure of a report.
 *
 * @param name what it is
 * @param quantity the figure, with unit and provenance
 */
public record ReportedMetric(String name, Quantity quantity) {}
