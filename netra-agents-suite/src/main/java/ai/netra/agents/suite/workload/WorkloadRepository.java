package ai.netra.agents.suite.workload;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the requests of workloads are kept: implement this over what the host already has, or use {@link JdbcWorkloadRepository}.
 *
 * <p>One repository serves every user and workload at once, so implementations are thread-safe, and nothing kept under one {@link WorkloadId} is ever
 * given out under another.
 */
public interface WorkloadRepository {
    /**
     * What is kept of the workload, or empty if nothing is.
     *
     * @throws WorkloadException if the storage fails: an outage is never "nothing kept"
     */
    Optional<WorkloadProfile> describe(WorkloadId workload);

    /**
     * Gives each request in the range to the action, in order of time and on the calling thread. Reads as it goes: memory does not grow with the
     * number of requests. All requests given out belong to one state of the repository, whatever is loaded meanwhile. A workload of which nothing is
     * kept gives no request.
     *
     * @throws WorkloadException if the storage fails, or the thread is interrupted, which stays set
     */
    void forEach(WorkloadId workload, TimeRange range, Consumer<? super WorkloadRequest> action);
}
