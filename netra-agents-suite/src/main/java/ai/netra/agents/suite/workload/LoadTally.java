package ai.netra.agents.suite.workload;

import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rows of one load as they come, in memory that does not grow: what they carry, their first and last time, and which are duplicate or out
 * of order.
 *
 * <p>Equal rows have equal times, so in rows that come in order of time it is enough to compare those of the same instant (of the first 100,000 of
 * them, so that a trace with one time for all rows does not fill the memory). Once a row comes out of order, duplicates need a second look at the
 * rows in order: {@link #needsSecondLook()}.
 */
final class LoadTally {
    private static final int MOST_COMPARED = 100_000;

    private final Map<WorkloadField, Long> carrying = new EnumMap<>(WorkloadField.class);
    private final Set<WorkloadRequest> atLatest = new HashSet<>();
    private @Nullable WorkloadRequest onlyAtLatest;
    private Instant first = Instant.MAX;
    private Instant latest = Instant.MIN;
    private long requests;
    private long malformed;
    private long duplicates;
    private long outOfOrder;

    void add(WorkloadRequest request) {
        requests++;
        int order = request.time().compareTo(latest);
        if (request.time().isBefore(first)) {
            first = request.time();
        }
        if (order > 0) {
            latest = request.time();
            atLatest.clear();
            onlyAtLatest = request;
        } else if (order == 0) {
            addAtLatest(request);
        } else {
            outOfOrder++;
        }
        count(request);
    }

    void addMalformed() {
        malformed++;
    }

    boolean isEmpty() {
        return requests == 0;
    }

    boolean needsSecondLook() {
        return outOfOrder > 0;
    }

    long duplicates() {
        return duplicates;
    }

    long requests() {
        return requests;
    }

    /** What was counted, with duplicates as found by a second look; such a duplicate no longer counts as out of order. */
    LoadFigures figures(long allDuplicates) {
        long newlyFound = Math.max(0, allDuplicates - duplicates);
        LoadReliability reliability = new LoadReliability(
                requests + malformed, malformed, allDuplicates, Math.max(0, outOfOrder - newlyFound));
        Map<WorkloadField, Long> points = new EnumMap<>(carrying);
        points.put(WorkloadField.TIME, requests);
        points.put(WorkloadField.INPUT_TOKENS, requests);
        points.put(WorkloadField.OUTPUT_TOKENS, requests);
        return new LoadFigures(requests, first, latest, points, reliability);
    }

    private void addAtLatest(WorkloadRequest request) {
        if (onlyAtLatest != null) {
            atLatest.add(onlyAtLatest);
            onlyAtLatest = null;
        }
        if (atLatest.contains(request)) {
            duplicates++;
        } else if (atLatest.size() < MOST_COMPARED) {
            atLatest.add(request);
        }
    }

    private void count(WorkloadRequest request) {
        count(WorkloadField.MODEL, request.model().isPresent());
        count(WorkloadField.FEATURE, request.feature().isPresent());
        count(WorkloadField.USER, request.user().isPresent());
        count(WorkloadField.LATENCY, request.latency().isPresent());
        count(WorkloadField.TIME_TO_FIRST_TOKEN, request.timeToFirstToken().isPresent());
        count(WorkloadField.ERROR, request.error().isPresent());
    }

    private void count(WorkloadField field, boolean present) {
        if (present) {
            carrying.merge(field, 1L, Long::sum);
        }
    }
}
