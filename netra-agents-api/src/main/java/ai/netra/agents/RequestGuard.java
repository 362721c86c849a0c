package ai.netra.agents;

/**
 * Says whether a request may run at all: its form, its author's rights, its rate, signs of injection. Implement me. Guards are asked in the order of
 * registration before anything is started, recorded or spent; the first refusal stands. A guard that throws refuses.
 */
@FunctionalInterface
public interface RequestGuard {
    /** Judges a request. May block; runs on the caller's thread, so an interrupt reaches it. */
    Verdict check(RunRequest request) throws Exception;

    /** What a guard says. */
    sealed interface Verdict {
        /** The request may run, as far as this guard goes. */
        record Allowed() implements Verdict {}

        /**
         * The request may not run.
         *
         * @param reason for the user: what is wrong and how to mend it
         */
        record Refused(String reason) implements Verdict {}
    }

    /** The request may run. */
    static Verdict allowed() {
        return new Verdict.Allowed();
    }

    /** The request may not run, for this reason. */
    static Verdict refused(String reason) {
        return new Verdict.Refused(reason);
    }
}
