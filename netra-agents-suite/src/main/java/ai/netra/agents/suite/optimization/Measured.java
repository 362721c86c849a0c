package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.statistics.WorkloadStatistics;
import ai.netra.agents.suite.workload.WorkloadField;
import java.util.ArrayList;
import java.util.List;

/** What the requests that were looked at carry, as far as it matters to a strategy. */
final class Measured {
    private Measured() {}

    static List<WorkloadField> fields(WorkloadStatistics statistics) {
        List<WorkloadField> fields =
                new ArrayList<>(List.of(WorkloadField.TIME, WorkloadField.INPUT_TOKENS, WorkloadField.OUTPUT_TOKENS));
        if (!statistics.byModel().groups().isEmpty()) {
            fields.add(WorkloadField.MODEL);
        }
        if (!statistics.byFeature().groups().isEmpty()) {
            fields.add(WorkloadField.FEATURE);
        }
        statistics.latency().ifPresent(latency -> fields.add(WorkloadField.LATENCY));
        statistics.timeToFirstToken().ifPresent(time -> fields.add(WorkloadField.TIME_TO_FIRST_TOKEN));
        statistics.errorRate().ifPresent(rate -> fields.add(WorkloadField.ERROR));
        return fields;
    }
}
