package ai.netra.agents;

import java.time.Instant;

/**
 * A run that was not gone on with, by {@link AgentRuntime#resume}, {@link AgentRuntime#answer} or a request under its id. It is as it was before. The
 * cases are closed, so that a host can answer each in its own way.
 */
public abstract sealed class RunResumptionException extends NetraException {
    private static final long serialVersionUID = 1L;

    private RunResumptionException(String message) {
        super(message);
    }

    /** There is no such run of this user. */
    public static final class UnknownRun extends RunResumptionException {
        private static final long serialVersionUID = 1L;

        /** With the run. */
        public UnknownRun(UserId user, RunId run) {
            super("user " + user + " has no run " + run + " here; use the user and id that it was started with, and the"
                    + " state store that it is kept in");
        }
    }

    /** The agent that was run is not registered here, or not in the version that the run began with. */
    public static final class UnknownAgent extends RunResumptionException {
        private static final long serialVersionUID = 1L;

        /** With the agent that the run needs. */
        public UnknownAgent(RunId run, String agent, String version) {
            super("run " + run + " began with version " + version + " of agent " + agent
                    + ", which is not registered here; register it, beside newer versions, until its runs are over");
        }
    }

    /** Somebody works on the run. */
    public static final class AtWork extends RunResumptionException {
        private static final long serialVersionUID = 1L;

        /** With until when that somebody is taken to be alive. */
        public AtWork(RunId run, Instant until) {
            super("run " + run + " is being worked on by another runtime, which has it until " + until
                    + " at least; wait for its end, or go on with it when that time has passed");
        }

        /** With a run that another took in the same moment. */
        public AtWork(RunId run) {
            super("run " + run + " was taken by another runtime in this moment; wait for its end");
        }
    }

    /** The run does not wait for an answer to this question: there is none of the id, it was answered, or the run is over. */
    public static final class NoSuchQuestion extends RunResumptionException {
        private static final long serialVersionUID = 1L;

        /** With why. */
        public NoSuchQuestion(RunId run, String question, String why) {
            super("run " + run + " does not wait for an answer to question '" + question + "': " + why);
        }
    }

    /** It is too late for an answer. */
    public static final class Expired extends RunResumptionException {
        private static final long serialVersionUID = 1L;

        /** With when it was not. */
        public Expired(RunId run, String question, Instant expired) {
            super("question '" + question + "' of run " + run + " expired at " + expired
                    + "; resume the run, whose agent is told so, or cancel it");
        }
    }

    /** The question is not this user's to answer. */
    public static final class NotAllowed extends RunResumptionException {
        private static final long serialVersionUID = 1L;

        /** With who tried. */
        public NotAllowed(RunId run, String question, UserId by) {
            super("user " + by + " may not answer question '" + question + "' of run " + run
                    + "; have it answered by whom it was put to");
        }
    }

    /** The answer does not have the form that the question asks for. */
    public static final class InvalidAnswer extends RunResumptionException {
        private static final long serialVersionUID = 1L;

        /** With what is wrong. */
        public InvalidAnswer(RunId run, String question, String problem) {
            super("answer to question '" + question + "' of run " + run + " does not fit: " + problem);
        }
    }
}
