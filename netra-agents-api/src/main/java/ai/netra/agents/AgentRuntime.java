package ai.netra.agents;

import java.util.Optional;

/**
 * Where registered agents run. Not for implementation. Thread-safe: one runtime serves every user of a host at once.
 *
 * <p>Blocking, as everything here is: make it concurrent by calling it from virtual threads, or with {@link #start}.
 */
public interface AgentRuntime extends AutoCloseable {
    /**
     * Runs an agent or orchestrator to its end, on the calling thread; one that has to wait for its turn in its thread runs on a thread of its own then,
     * while the calling one waits. Interrupting the calling thread cancels the run; the interrupt is restored.
     *
     * @return the result, whatever the run's end was; failures are in it, not thrown
     * @throws InvalidDefinitionException if the agent is not registered here, or the run id is taken by another request
     * @throws RunRejectedException if the request is not taken in now: its thread is busy, there are as many runs as there may be, or the runtime is
     *     closed
     */
    <O> OrchestrationResult<O> run(Agent<O> agent, RunRequest request);

    /**
     * Starts an agent or orchestrator on a virtual thread of its own, which it has from the time that its turn comes. The same run id and request again
     * give the same run.
     *
     * @throws InvalidDefinitionException if the agent is not registered here, or the run id is taken by another request
     * @throws RunRejectedException as {@link #run} does
     */
    <O> RunHandle<O> start(Agent<O> agent, RunRequest request);

    /** A run of this user that is executing or waiting for its turn, or is over and still kept. Another user's run is not found. */
    Optional<RunHandle<?>> find(UserId user, RunId run);

    /**
     * Cancels a run. See {@link RunHandle#cancel(String)}.
     *
     * @return whether there was such a run of this user, which had not ended
     */
    boolean cancel(UserId user, RunId run, String reason);

    /**
     * Takes in no new runs, lets those taken in go on for a time, cancels what is left then, and returns when all have ended, with their threads.
     * Interrupting the calling thread cuts that time short; the interrupt is restored.
     *
     * @throws InvalidDefinitionException if it is called by what a run of this runtime is doing, which it would have to wait for; nothing is closed then
     */
    @Override
    void close();
}
