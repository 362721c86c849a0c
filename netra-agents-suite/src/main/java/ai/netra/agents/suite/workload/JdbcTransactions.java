package ai.netra.agents.suite.workload;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work in a transaction on a connection of its own, and says what failed in the terms of a workload. */
final class JdbcTransactions {
    private final DataSource dataSource;

    JdbcTransactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What runs inside a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Runs the work at the database's own isolation level. */
    <T> T run(String what, Work<T> work) {
        try (Connection connection = open()) {
            return runOn(connection, connection.getTransactionIsolation(), work);
        } catch (SQLException e) {
            throw failed(what, e);
        }
    }

    /** Runs the work on one state of the database: repeatable reads. */
    <T> T runOnSnapshot(String what, Work<T> work) {
        try (Connection connection = open()) {
            int before = connection.getTransactionIsolation();
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return runOn(connection, before, work);
        } catch (SQLException e) {
            throw failed(what, e);
        }
    }

    /** A connection with automatic commit off; whoever asked closes it. */
    Connection open() throws SQLException {
        Connection connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    static WorkloadException failed(String what, SQLException cause) {
        return new WorkloadException(
                "The database failed to " + what + ": " + cause.getMessage()
                        + "; check that it is reachable and that createTables() was called.",
                cause);
    }

    private static <T> T runOn(Connection connection, int isolationAfter, Work<T> work) throws SQLException {
        try {
            T result = work.on(connection);
            connection.commit();
            restore(connection, isolationAfter);
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(connection, isolationAfter, e);
            throw e;
        }
    }

    private static void rollBack(Connection connection, int isolationAfter, Throwable cause) {
        try {
            connection.rollback();
            restore(connection, isolationAfter);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static void restore(Connection connection, int isolation) throws SQLException {
        connection.setTransactionIsolation(isolation);
        connection.setAutoCommit(true);
    }
}
