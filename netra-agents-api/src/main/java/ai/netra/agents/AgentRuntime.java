package ai.netra.agents;

/**
 * Where registered agents run. Not for implementation. Thread-safe: one runtime serves every user of a host at once.
 *
 * <p>Blocking, as everything here is: make it concurrent by calling it from virtual threads, or with {@link #start}.
 */
public interface AgentRuntime extends AutoCloseable {
    /**
     * Runs an agent or orchestrator to its end, on the calling thread. Interrupting that thread cancels the run; the interrupt is restored.
     *
     * @return the result, whatever the run's end was; failures are in it, not thrown
     * @throws InvalidDefinitionException if the agent is not registered here, the run id is taken by another request, or the runtime is closed
     */
    <O> OrchestrationResult<O> run(Agent<O> agent, RunRequest request);

    /**
     * Starts an agent or orchestrator on a virtual thread of its own. The same run id and request again give the same run.
     *
     * @throws InvalidDefinitionException if the agent is not registered here, the run id is taken by another request, or the runtime is closed
     */
    <O> RunHandle<O> start(Agent<O> agent, RunRequest request);

    /**
     * Cancels a run. See {@link RunHandle#cancel}.
     *
     * @return whether there was such a run, still running
     */
    boolean cancel(UserId user, RunId run, String reason);

    /** Cancels what still runs, waits for it to end, and refuses new runs. */
    @Override
    void close();
}
