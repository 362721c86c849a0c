package ai.netra.agents.suite.reporting;

import java.util.Locale;

/** What kind of report a request ends in. */
public enum ReportType {
    /** Analysis, recommendations and actions. */
    FULL,
    /** Analysis, and what recommendations the data allows. */
    PARTIAL,
    /** What to supply or to ask. */
    GUIDANCE,
    /** Made by the built-in report, because the reporting agent was absent or failed. */
    FALLBACK;

    /** The name in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
