package ai.netra.agents.tests.crash;

import java.util.List;

/**
 * A line that a child process says, as JSON.
 *
 * @param kind what
 * @param text more of it
 * @param report a run's, where it is that
 */
record CrashEvent(Kind kind, String text, List<CrashReport> report) {
    /** What is said. */
    enum Kind {
        /** The process waits for a word at an append. */
        WAITING,
        /** An append did not reach the store. */
        UNAVAILABLE,
        /** Something became of the cache in front of the store. */
        CACHE,
        /** How many appends there were. */
        APPENDS,
        /** How a run ended. */
        ENDED
    }
}
