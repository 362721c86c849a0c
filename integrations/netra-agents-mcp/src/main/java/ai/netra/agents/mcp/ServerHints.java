package ai.netra.agents.mcp;

/** What becomes of what a server says of its tools' effects. They are the server's own words, and a hostile one lies. */
public enum ServerHints {
    /** Nothing: each call of each tool is taken to act. The default. */
    IGNORED,
    /** The host vouches for the server: {@code readOnlyHint} makes a tool one that reads, {@code idempotentHint} one that may be called again. */
    TRUSTED
}
