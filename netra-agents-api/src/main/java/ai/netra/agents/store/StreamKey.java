package ai.netra.agents.store;

import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import java.util.Objects;

/** What a stream of records belongs to. The user and the thread are part of every key: nobody finds what another user's is. */
public sealed interface StreamKey {
    /** Whose it is. */
    UserId user();

    /** The conversation it belongs to. */
    ThreadId thread();

    /**
     * The journal of a run.
     *
     * @param user who the run is for
     * @param thread the conversation it is part of
     * @param run the run; its user has no other of this id
     */
    record OfRun(UserId user, ThreadId thread, RunId run) implements StreamKey {
        /** Refuses nulls. */
        public OfRun {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(thread, "thread");
            Objects.requireNonNull(run, "run");
        }
    }

    /**
     * A conversation across runs.
     *
     * @param user whose conversation it is
     * @param thread the conversation
     */
    record OfThread(UserId user, ThreadId thread) implements StreamKey {
        /** Refuses nulls. */
        public OfThread {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(thread, "thread");
        }
    }
}
