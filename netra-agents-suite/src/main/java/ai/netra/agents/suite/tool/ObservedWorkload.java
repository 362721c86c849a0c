package ai.netra.agents.suite.tool;

import ai.netra.agents.UserId;
import ai.netra.agents.suite.statistics.WorkloadStatistics;
import ai.netra.agents.suite.workload.TimeRange;
import ai.netra.agents.suite.workload.WorkloadId;
import ai.netra.agents.suite.workload.WorkloadProfile;
import ai.netra.agents.suite.workload.WorkloadRepository;
import java.util.Optional;

/**
 * A workload's requests in a range, and what they add up to.
 *
 * @param profile what is kept of the workload
 * @param range the range looked at
 * @param statistics what its requests add up to
 */
public record ObservedWorkload(WorkloadProfile profile, TimeRange range, WorkloadStatistics statistics) {
    /**
     * Reads the requests.
     *
     * @throws NoSuchDataException if there are none
     */
    public static ObservedWorkload read(
            WorkloadRepository repository, UserId owner, String workload, Optional<TimeSpanArgument> timeRange) {
        WorkloadId id = WorkloadId.of(owner, workload);
        WorkloadProfile profile = profile(repository, id);
        TimeRange range = range(profile, timeRange);
        WorkloadStatistics statistics = WorkloadStatistics.of(repository, id, range)
                .orElseThrow(() ->
                        new NoSuchDataException("Workload '" + id + "' has no requests from " + range.start() + " to "
                                + range.end() + "; what is kept goes from " + profile.first() + " to " + profile.last()
                                + ": ask for a range within that, or the window 'all'."));
        return new ObservedWorkload(profile, range, statistics);
    }

    static WorkloadProfile profile(WorkloadRepository repository, WorkloadId id) {
        return repository
                .describe(id)
                .orElseThrow(() -> new NoSuchDataException("Nothing is kept of workload '" + id
                        + "'; load a request trace for it, or check the id (upper and lower case differ)."));
    }

    static TimeRange range(WorkloadProfile profile, Optional<TimeSpanArgument> timeRange) {
        return timeRange
                .orElseGet(() -> new TimeSpanArgument(Optional.empty(), Optional.empty(), Optional.empty()))
                .in(profile);
    }
}
