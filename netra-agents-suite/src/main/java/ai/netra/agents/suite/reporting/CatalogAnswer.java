package ai.netra.agents.suite.reporting;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.internal.Shown;
import java.util.ArrayList;
import java.util.List;

/** The answer to a question about the supply catalog: what is in it. */
final class CatalogAnswer {
    private CatalogAnswer() {}

    /** The report with the catalog's options in its summary, figures and text. */
    static Report in(Report report, SupplyCatalog catalog) {
        List<ReportedMetric> metrics = new ArrayList<>(report.metrics());
        StringBuilder table = new StringBuilder("""

            ## Supply catalog

            | model | provider | region | input price | output price | quality |
            |---|---|---|---|---|---|
            """);
        for (SupplyOption option : catalog.options()) {
            metrics.add(new ReportedMetric("input price of " + option.name(), option.inputPrice()));
            metrics.add(new ReportedMetric("output price of " + option.name(), option.outputPrice()));
            table.append("| ")
                    .append(MarkdownReport.escaped(option.name()))
                    .append(" | ")
                    .append(MarkdownReport.escaped(option.provider()));
            table.append(" | ").append(MarkdownReport.escaped(option.region().orElse("not known")));
            table.append(" | ")
                    .append(Shown.of(option.inputPrice()))
                    .append(" | ")
                    .append(Shown.of(option.outputPrice()));
            table.append(" | ")
                    .append(option.quality().map(Shown::of).orElse("not known"))
                    .append(" |\n");
        }
        String summary = report.executiveSummary() + " The catalog (" + catalog.source() + ") has "
                + String.join(
                        ", ", catalog.options().stream().map(SupplyOption::name).toList()) + ".";
        return new Report(
                summary,
                report.recommendations(),
                report.actionPlan(),
                metrics,
                report.nextSteps(),
                report.fullReport() + table,
                report.reportType(),
                report.caveats(),
                report.draftedBy());
    }
}
