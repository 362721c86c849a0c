package ai.netra.agents.suite.triage;

import java.util.Locale;

/** What a user wants done. Of intents with equal evidence the first declared one stands. */
public enum RequestIntent {
    /** Make it better. */
    OPTIMIZE(true),
    /** Look at two or more things side by side. */
    COMPARE(false),
    /** Say what will be. */
    PREDICT(false),
    /** Say what to do. */
    RECOMMEND(true),
    /** Find out why something is wrong. */
    TROUBLESHOOT(false),
    /** Set something up. */
    CONFIGURE(true),
    /** Keep an eye on it. */
    MONITOR(false),
    /** Manage accounts and rights. */
    ADMIN(false),
    /** Say what is; also what is assumed of a request that says nothing else. */
    ANALYZE(false);

    private final boolean optimizing;

    RequestIntent(boolean optimizing) {
        this.optimizing = optimizing;
    }

    /** Whether it calls for strategies and actions: optimize, recommend and configure do. */
    public boolean isOptimizing() {
        return optimizing;
    }

    /** The name in JSON: lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
