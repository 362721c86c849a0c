package ai.netra.agents.jdbc;

import ai.netra.agents.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The scripts that make the tables: the first is version 1, and each writes its version into a table when it is through. PostgreSQL runs what is missing
 * in one transaction and under a lock. H2 commits every statement of that kind by itself and so holds no lock meanwhile: its scripts may be run again, and
 * are where somebody else was in the middle of it.
 */
final class Scripts {
    private static final List<String> NAMES = List.of("V1__streams.sql");
    private static final Set<String> NO_TABLE = Set.of("42P01", "42S02", "42S03", "42S04", "3F000", "90079");

    private static final Pattern END = Pattern.compile(";\\s*\\n");

    private final Dialect dialect;
    private final Tables tables;

    Scripts(Dialect dialect, Tables tables) {
        this.dialect = dialect;
        this.tables = tables;
    }

    /** Makes the tables, or looks whether they are there. */
    void prepare(Connection connection, Schema schema) throws SQLException {
        connection.setAutoCommit(false);
        try {
            int found = version(connection);
            if (found < NAMES.size() && schema == Schema.APPLY) {
                dialect.lock(connection, tables);
                apply(connection);
                found = version(connection);
            }
            check(found);
            connection.commit();
        } catch (SQLException | RuntimeException | Error thrown) {
            connection.rollback();
            throw thrown;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void apply(Connection connection) throws SQLException {
        int found = version(connection); // asked once each time: somebody else may be making them
        for (int attempt = 1; found < NAMES.size(); attempt++, found = version(connection)) {
            String name = NAMES.get(found);
            try (Statement statement = connection.createStatement()) {
                for (String sql : END.split(tables.in(text(name)), -1)) {
                    if (!sql.isBlank()) {
                        statement.execute(sql);
                    }
                }
            } catch (SQLException thrown) {
                if (attempt >= dialect.attempts()) {
                    throw new StoreException.NotReady(
                            "the tables " + tables + " are missing or old, and could not be made; have somebody who may"
                                    + " run " + resource(name) + hint(),
                            thrown);
                }
            }
        }
    }

    private void check(int found) {
        if (found < NAMES.size()) {
            String missing = NAMES.subList(found, NAMES.size()).stream()
                    .map(this::resource)
                    .collect(Collectors.joining(", "));
            throw new StoreException.NotReady(
                    "the tables " + tables + " are missing or old; run " + missing + hint(), null);
        }
        if (found > NAMES.size()) {
            throw new StoreException.NotReady(
                    "the tables " + tables + " are of version " + found + ", and this library knows "
                            + resource(NAMES.getLast()) + "; use the newer library that made them",
                    null);
        }
    }

    private String hint() {
        return " of the jar" + tables.hint();
    }

    /** The version of the tables, and 0 if there are none. */
    private int version(Connection connection) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(tables.in("SELECT COALESCE(MAX(version), 0) FROM netra_schema"))) {
            row.next();
            return row.getInt(1);
        } catch (SQLException thrown) {
            if (!NO_TABLE.contains(Optional.ofNullable(thrown.getSQLState()).orElse(""))) {
                throw thrown;
            }
            connection.rollback(before);
            return 0;
        }
    }

    private String resource(String name) {
        return "ai/netra/agents/jdbc/" + dialect.folder() + "/" + name;
    }

    private String text(String name) {
        try (InputStream script = Objects.requireNonNull(
                Scripts.class.getResourceAsStream(dialect.folder() + "/" + name), "script in the jar")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
