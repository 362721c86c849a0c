package ai.netra.agents.suite.workload;

/**
 * A load in progress: call {@link #add} for each request, then {@link #publish} once, then {@link #close}. Nobody sees any of it before it is
 * published, and closing it unpublished takes all of it back.
 *
 * <p>Not for implementation by hosts. Used by one thread at a time.
 */
public interface WorkloadWriter extends AutoCloseable {
    /**
     * Adds a request; the order of calls is the order of the source.
     *
     * @throws WorkloadException if the storage fails; close the writer then
     */
    void add(WorkloadRequest request);

    /** Counts a row of the source that could not be read and was skipped, for {@link LoadReliability#malformed()}. */
    void countMalformed();

    /**
     * Makes everything added visible at once.
     *
     * @return what the workload now holds
     * @throws WorkloadException if nothing was added or the storage fails; what was kept before is then still there
     */
    WorkloadProfile publish();

    /** Ends the load; takes back what was added unless it was published. */
    @Override
    void close();
}
