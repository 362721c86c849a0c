package ai.netra.agents.jdbc;

import ai.netra.agents.InvalidDefinitionException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** In what the databases differ: the clock, and how scripts are kept from running twice at once. */
enum Dialect {
    /** Its clock stands still in a transaction, which begins with the append. */
    H2("h2", "CURRENT_TIMESTAMP", "DATEADD(MICROSECOND, ?, CURRENT_TIMESTAMP)", "CAST(? AS VARCHAR)"),
    /** The clock of the wall, not that of the transaction. */
    POSTGRESQL(
            "postgresql",
            "clock_timestamp()",
            "clock_timestamp() + ? * INTERVAL '1 microsecond'",
            "set_config('idle_in_transaction_session_timeout', ?, true)");

    private final String folder;
    private final String now;
    private final String lease;
    private final String patience;

    Dialect(String folder, String now, String lease, String patience) {
        this.folder = folder;
        this.now = now;
        this.lease = lease;
        this.patience = patience;
    }

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            default ->
                throw new InvalidDefinitionException(
                        "a state store in " + product + "; use a data source of H2 or PostgreSQL");
        };
    }

    /** Lets one at a time make tables, until the transaction ends. */
    void lock(Connection connection, Tables tables) throws SQLException {
        if (this == POSTGRESQL) {
            try (PreparedStatement lock =
                    connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))")) {
                lock.setString(1, "netra-agents " + tables);
                lock.execute();
            }
        }
    }

    /** How often a script may be begun: in H2, where nothing is locked, until others are through with theirs. */
    int attempts() {
        return this == H2 ? 10 : 1;
    }

    /** Where its scripts are. */
    String folder() {
        return folder;
    }

    /**
     * A statement for this database: <code>{now}</code> is its clock, <code>{lease}</code> so many microseconds later, and <code>{patience}</code> after so
     * many milliseconds of silence it ends a transaction, where it knows of such a thing.
     */
    String in(String sql) {
        return sql.replace("{now}", now).replace("{lease}", lease).replace("{patience}", patience);
    }
}
