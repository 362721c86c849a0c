package ai.netra.agents.suite.trace;

import ai.netra.agents.suite.workload.WorkloadField;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What reading a trace found.
 *
 * @param trace the file, or the name of the bundled sample
 * @param requests rows that are requests
 * @param malformed rows that were skipped; 0 unless the reader was told to skip
 * @param timeFormat how times are written, and what was assumed about their zone
 * @param columns which column each part was read from
 * @param unmappedColumns columns that nothing was read from, in the order of the file
 */
public record TraceSummary(
        String trace,
        long requests,
        long malformed,
        String timeFormat,
        Map<WorkloadField, String> columns,
        List<String> unmappedColumns) {
    /** Copies the collections. */
    public TraceSummary {
        columns = Collections.unmodifiableMap(new TreeMap<>(columns));
        unmappedColumns = List.copyOf(unmappedColumns);
    }
}
