package ai.netra.agents.store;

import java.util.Locale;

/** Where a run stands, as its store knows it. */
public enum RunPhase {
    /** Somebody works on it, as long as its lease holds. */
    RUNNING,
    /** It waits for an answer, and nobody works on it. */
    SUSPENDED,
    /** It is over. */
    ENDED;

    /** The name on the wire: lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
