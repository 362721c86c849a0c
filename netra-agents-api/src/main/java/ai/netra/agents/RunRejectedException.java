package ai.netra.agents;

/**
 * A request that a runtime did not take in: no run was started, nothing is recorded, and no thread is held. The cases are closed, so that a host can
 * answer each in its own way.
 *
 * <p>Thrown, where a guard's refusal is a result: a guard judges what was asked, and asking again changes nothing; here it is only the moment that is
 * wrong, and the same request under the same run id may be sent again.
 */
public abstract sealed class RunRejectedException extends NetraException {
    private static final long serialVersionUID = 1L;

    private RunRejectedException(String message) {
        super(message);
    }

    /** A run is executing in the same thread of the same user. */
    public static final class ThreadBusy extends RunRejectedException {
        private static final long serialVersionUID = 1L;

        private final transient RunId run;

        /** With the thread that was asked for, and the run that is executing there. */
        public ThreadBusy(ThreadId thread, RunId run) {
            super("thread " + thread + " is busy with run " + run
                    + "; wait for that run or cancel it, or have this one wait with"
                    + " RunRequest.whenBusy(WhenBusy.QUEUE)");
            this.run = run;
        }

        /** The run that is executing, which is the same user's. */
        public RunId run() {
            return run;
        }
    }

    /** As many runs as there may be at once are executing or waiting for their turn. */
    public static final class AtCapacity extends RunRejectedException {
        private static final long serialVersionUID = 1L;

        private final int limit;

        /** With what has as many runs as it may have, how many that is, and the fix. */
        public AtCapacity(String what, int limit, String fix) {
            super(what + " has " + limit + " runs, as many as it may have at once; " + fix);
            this.limit = limit;
        }

        /** How many runs there may be at once. */
        public int limit() {
            return limit;
        }
    }

    /** The run that is asked for by its id is being worked on by another runtime, or was left by one. */
    public static final class RunBusy extends RunRejectedException {
        private static final long serialVersionUID = 1L;

        /** With the run. */
        public RunBusy(RunId run) {
            super("run " + run
                    + " is being worked on by another runtime, or was left by one; wait for its end, go on with"
                    + " what was left by AgentRuntime.recover(), or use an id of its own");
        }
    }

    /** The runtime is closed, or about to be. */
    public static final class RuntimeClosed extends RunRejectedException {
        private static final long serialVersionUID = 1L;

        /** With the fix. */
        public RuntimeClosed() {
            super("the runtime is closed; start runs before close()");
        }
    }
}
