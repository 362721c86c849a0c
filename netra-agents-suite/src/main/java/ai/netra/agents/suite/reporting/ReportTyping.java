package ai.netra.agents.suite.reporting;

import ai.netra.agents.Outcome;
import ai.netra.agents.suite.data.DataAssessment;
import ai.netra.agents.suite.triage.Triage;
import java.util.Optional;

/** Says what kind of report a request ends in; what the workflow table's row says. Pure. */
@FunctionalInterface
public interface ReportTyping {
    /**
     * The kind.
     *
     * @param triage how triage ended; absent if it took no part
     * @param data how the data agent ended; absent if it took no part
     */
    ReportType of(Optional<Outcome<Triage>> triage, Optional<Outcome<DataAssessment>> data);
}
