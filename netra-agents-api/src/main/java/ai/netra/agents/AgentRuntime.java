package ai.netra.agents;

import java.util.List;
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
     * Goes on with a run that nobody works on: its process was lost, or it is suspended and its question has expired. What is recorded is not done again.
     *
     * @return the run, which executes on a virtual thread of its own; one that is over, or still waits for an answer, has its result at once
     * @throws RunResumptionException if it is not gone on with; it is then as before
     * @throws RunRejectedException if it cannot execute now: another runtime executes a run in its thread, or there are as many runs as there may be
     */
    RunHandle<?> resume(UserId user, RunId run);

    /**
     * Answers a question that a run waits for, as the run's own user. See {@link #answer(UserId, RunId, String, Object, UserId)}.
     *
     * @throws RunResumptionException if the answer is not taken; the run is then as before
     */
    default RunHandle<?> answer(UserId user, RunId run, String question, Object answer) {
        return answer(user, run, question, answer, user);
    }

    /**
     * Answers a question that a run waits for. The answer is recorded when this returns, and the run goes on, on a virtual thread of its own, when its turn in
     * its thread comes. Only what asked is called again.
     *
     * @param user the user whose run it is
     * @param question the question's id, as {@link OrchestrationResult#questions()} has it
     * @param answer a value that has the JSON form that the question asks for
     * @param by who answers
     * @throws RunResumptionException if the answer is not taken; the run is then as before
     * @throws RunRejectedException if the run cannot execute now, as {@link #resume} says; it is then as before
     */
    RunHandle<?> answer(UserId user, RunId run, String question, Object answer, UserId by);

    /**
     * Goes on with runs that their process has left: those whose lease has lapsed, of all users, as many as this runtime has room for. Several processes may
     * do this at once, and as often as they like: each run is taken by one. Runs of agents that are not registered here, and runs whose thread is busy, stay
     * as they are.
     *
     * @return the runs that were taken, which execute on virtual threads of their own
     */
    List<RunHandle<?>> recover();

    /**
     * Cancels a run. See {@link RunHandle#cancel(String)}.
     *
     * @return whether there was such a run of this user, which had not ended
     * @throws RunRejectedException if it is suspended, and cannot be ended now, as {@link #resume} says
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
