package ai.netra.agents.suite.workload;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** What one load, or several added together, consist of. */
record LoadFigures(
        long requests, Instant first, Instant last, Map<WorkloadField, Long> points, LoadReliability reliability) {

    LoadFigures plus(LoadFigures other) {
        Map<WorkloadField, Long> sum = new EnumMap<>(points);
        other.points.forEach((field, count) -> sum.merge(field, count, Long::sum));
        return new LoadFigures(
                requests + other.requests,
                first.isBefore(other.first) ? first : other.first,
                last.isAfter(other.last) ? last : other.last,
                sum,
                reliability.plus(other.reliability));
    }

    WorkloadProfile profile(WorkloadId id) {
        return new WorkloadProfile(id, requests, first, last, points, reliability);
    }
}
