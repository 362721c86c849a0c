package ai.netra.agents.suite.triage;

import java.util.Locale;

/** What a stated figure is. */
public enum ThresholdBound {
    /** No more than this will do. */
    AT_MOST,
    /** No less than this will do. */
    AT_LEAST,
    /** It is so now. */
    CURRENT,
    /** The request does not say what the figure is. */
    STATED;

    /** The name in JSON: lower case, in snake_case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
