package ai.netra.agents.core;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Progress;
import ai.netra.agents.RunId;
import ai.netra.agents.core.journal.JournalEntry;
import java.util.List;

/**
 * Looks over the engine's shoulder, for testkits: sees each output before it is recorded, each decision, and each run's whole journal. Implement me.
 *
 * <p>Called on the run's threads, concurrently for concurrent activations. It must not throw: it keeps what it finds and tells it elsewhere.
 */
public interface RunInspector {
    /** Sees nothing. */
    RunInspector NONE = new RunInspector() {};

    /**
     * Sees an output before it is recorded.
     *
     * @param path the activation's path
     * @return the output to record in its place: itself, or an equal copy
     */
    default <O> O output(String path, AgentKey<O> key, O output) {
        return output;
    }

    /**
     * Sees a decision before it is recorded.
     *
     * @param scope the orchestrator's path
     * @param progress what the decision was made on; it changes after this call returns
     */
    default void decided(String scope, Orchestrator<?> orchestrator, Progress progress, Decision<?> decision) {}

    /** Sees the journal of a run that has ended. */
    default void ended(RunId run, Agent<?> agent, List<JournalEntry> journal) {}
}
