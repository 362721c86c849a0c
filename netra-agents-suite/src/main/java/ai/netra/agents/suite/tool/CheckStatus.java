package ai.netra.agents.suite.tool;

import java.util.Locale;

/** Whether a plan keeps a constraint. */
public enum CheckStatus {
    /** It does, by the figures at hand. */
    MET,
    /** It does not. */
    NOT_MET,
    /** The figures at hand do not say. */
    NOT_VERIFIABLE;

    /** The name in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
