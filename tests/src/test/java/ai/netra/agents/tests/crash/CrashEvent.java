package ai.netra.agents.tests.crash;

import java.util.List;

/**
 * A line that a child process says, as JSON.
 *
 * @param kind what
 * @param text more of it
 * @param found what a run's steps had given when the process came to it, or how far its journal has come, where it says that
 * @param report how a run ended, where it says that
 */
record CrashEvent(Kind kind, String text, List<String> found, List<CrashReport> report) {
    /** What is said. */
    enum Kind {
        /** What is recorded of a run before the process does anything. */
        FOUND,
        /** How far a run's journal had come by then, as the store says; one number in what was found. */
        KEPT,
        /** How far a run's journal has come, as the store acknowledged before the process dies; one number likewise. */
        ACKNOWLEDGED,
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
