package ai.netra.agents.suite.workload;

import ai.netra.agents.InvalidDefinitionException;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known about a workload without reading its requests.
 *
 * @param id the workload
 * @param requests how many requests are kept, at least 1
 * @param first the time of the earliest request
 * @param last the time of the latest request
 * @param points for each field how many requests carry it; fields that none carries are left out
 * @param reliability how sound the rows were when they were loaded
 */
public record WorkloadProfile(
        WorkloadId id,
        long requests,
        Instant first,
        Instant last,
        Map<WorkloadField, Long> points,
        LoadReliability reliability) {

    /** Checks that there is a request, and copies the map. */
    public WorkloadProfile {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(reliability, "reliability");
        if (requests < 1 || last.isBefore(first)) {
            throw new InvalidDefinitionException("The workload '" + id + "' cannot have " + requests + " requests from "
                    + first + " to " + last + "; describe a workload without requests as absent.");
        }
        Map<WorkloadField, Long> carried = new TreeMap<>(points);
        carried.values().removeIf(count -> count == 0);
        points = Collections.unmodifiableMap(carried);
    }

    /** The fields that at least one request carries. */
    public Set<WorkloadField> fields() {
        Set<WorkloadField> fields = EnumSet.noneOf(WorkloadField.class);
        fields.addAll(points.keySet());
        return fields;
    }

    /** The shortest range with all requests in it. */
    public TimeRange range() {
        return TimeRange.including(first, last);
    }
}
