package ai.netra.agents.suite.reporting;

import ai.netra.agents.Progress;

/** The report that is made where the reporting agent is absent or failed: a pure function of what has happened, which makes no call. */
public final class BuiltInReport {
    private BuiltInReport() {}

    /** The report for a run's progress. */
    public static Report of(Progress progress) {
        return ReportComposer.compose(ReportInputs.of(progress), ReportType.FALLBACK);
    }
}
