package ai.netra.agents.suite.reporting;

import ai.netra.agents.AgentKey;

/** The name and output of the reporting agent. */
public final class ReportKey {
    /** {@code reporting}. */
    public static final AgentKey<Report> REPORTING = AgentKey.of("reporting", Report.class);

    private ReportKey() {}
}
