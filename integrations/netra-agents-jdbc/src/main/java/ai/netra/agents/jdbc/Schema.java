package ai.netra.agents.jdbc;

/** Who makes the tables of a {@link JdbcStateStore}. */
public enum Schema {
    /** The store, when it is built: it runs the scripts that the database has not seen yet. */
    APPLY,
    /** Somebody else, with the scripts that are in the jar under {@code ai/netra/agents/jdbc}: the store only looks whether they are there. */
    EXPECT
}
