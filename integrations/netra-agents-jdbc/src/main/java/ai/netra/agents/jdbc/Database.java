package ai.netra.agents.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import javax.sql.DataSource;

/** The host's data source, with the time that a statement may take. Connections are given back as they were. */
final class Database {
    private static final int ATTEMPTS = 3;

    private final DataSource source;
    private final Duration timeout;

    Database(DataSource source, Duration timeout) {
        this.source = source;
        this.timeout = timeout;
    }

    /** What database it is, once its tables are there. */
    Dialect prepared(Tables tables, Schema schema) {
        return translated("preparing the tables " + tables, connection -> {
            Dialect dialect = Dialect.of(connection);
            new Scripts(dialect, tables).prepare(connection, schema);
            return dialect;
        });
    }

    /** What is done with a connection. */
    interface Work<T> {
        T in(Session session) throws SQLException;
    }

    /** Done as a whole or not at all, and again where others were in the way. */
    <T> T transaction(String doing, Work<T> work) {
        return translated(doing, connection -> inTransaction(connection, work));
    }

    /** Of one statement, or of several that do not depend on each other. */
    <T> T single(String doing, Work<T> work) {
        return translated(doing, connection -> work.in(session(connection)));
    }

    private <T> T translated(String doing, OnConnection<T> body) {
        try {
            return repeated(body);
        } catch (SQLException thrown) {
            throw Failures.of(doing, thrown);
        }
    }

    /** As {@link #transaction(String, Work)}, with the driver's exception. */
    <T> T transaction(Work<T> work) throws SQLException {
        return repeated(connection -> inTransaction(connection, work));
    }

    /** As {@link #single(String, Work)}, with the driver's exception. */
    <T> T single(Work<T> work) throws SQLException {
        return repeated(connection -> work.in(session(connection)));
    }

    private <T> T repeated(OnConnection<T> body) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(body);
            } catch (SQLException thrown) {
                if (attempt == ATTEMPTS || !Failures.passing(thrown)) {
                    throw thrown;
                }
            }
        }
    }

    private <T> T once(OnConnection<T> body) throws SQLException {
        try (Connection connection = source.getConnection()) {
            boolean before = connection.getAutoCommit();
            int network = limited(connection);
            T result;
            try {
                connection.setAutoCommit(true);
                result = body.with(connection);
            } catch (SQLException | RuntimeException | Error thrown) {
                try {
                    connection.setAutoCommit(before);
                    limit(connection, network);
                } catch (SQLException broken) {
                    thrown.addSuppressed(broken);
                }
                throw thrown;
            }
            connection.setAutoCommit(before);
            limit(connection, network);
            return result;
        }
    }

    private <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            T result = work.in(session(connection));
            connection.commit();
            return result;
        } catch (SQLException | RuntimeException | Error thrown) {
            try {
                connection.rollback();
            } catch (SQLException broken) {
                thrown.addSuppressed(broken);
            }
            throw thrown;
        }
    }

    /** For a server that does not even say that a statement took too long; gives back the limit there was. */
    private int limited(Connection connection) throws SQLException {
        try {
            int before = connection.getNetworkTimeout();
            limit(connection, (int) timeout.multipliedBy(2).toMillis());
            return before;
        } catch (SQLFeatureNotSupportedException embedded) {
            return 0;
        }
    }

    private static void limit(Connection connection, int millis) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, millis);
        } catch (SQLFeatureNotSupportedException embedded) {
            // There is no network in between.
        }
    }

    private Session session(Connection connection) {
        return new Session(connection, (int) Math.max(1, timeout.toSeconds()));
    }

    /** What is done with a connection of the pool. */
    private interface OnConnection<T> {
        T with(Connection connection) throws SQLException;
    }
}
