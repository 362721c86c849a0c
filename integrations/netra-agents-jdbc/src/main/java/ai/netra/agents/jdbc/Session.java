package ai.netra.agents.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A connection in use. Values go into statements as parameters only; a {@link JDBCType} among them is a null of that type. */
final class Session {
    private final Connection connection;
    private final int timeoutSeconds;

    Session(Connection connection, int timeoutSeconds) {
        this.connection = connection;
        this.timeoutSeconds = timeoutSeconds;
    }

    /** Reads one row. */
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    <T> List<T> query(String sql, Row<T> row, Object... values) throws SQLException {
        try (PreparedStatement statement = timed(connection.prepareStatement(sql))) {
            bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                return all(rows, row);
            }
        }
    }

    long update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = timed(connection.prepareStatement(sql))) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    /** Changes a row for each of the lists, and says which were. */
    boolean[] change(String sql, List<Object[]> rows) throws SQLException {
        try (PreparedStatement statement = timed(connection.prepareStatement(sql))) {
            return batch(statement, rows);
        }
    }

    /** Inserts a row for each of the lists, unless it is there already, and says which ids they got; 0 for none. */
    long[] insert(String sql, List<Object[]> rows) throws SQLException {
        try (PreparedStatement statement = timed(connection.prepareStatement(sql, new String[] {"id"}))) {
            boolean[] inserted = batch(statement, rows);
            List<Long> keys = all(statement.getGeneratedKeys(), row -> row.getLong("id"));
            long[] ids = new long[inserted.length];
            int next = 0;
            for (int i = 0; i < ids.length; i++) {
                ids[i] = inserted[i] ? keys.get(next++) : 0;
            }
            return ids;
        }
    }

    private static boolean[] batch(PreparedStatement statement, List<Object[]> rows) throws SQLException {
        for (Object[] values : rows) {
            bind(statement, values);
            statement.addBatch();
        }
        int[] counts = statement.executeBatch();
        boolean[] changed = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            changed[i] = counts[i] == 1;
        }
        return changed;
    }

    private PreparedStatement timed(PreparedStatement statement) throws SQLException {
        statement.setQueryTimeout(timeoutSeconds);
        return statement;
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case String text -> statement.setString(i + 1, text);
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case JDBCType none -> statement.setNull(i + 1, none.getVendorTypeNumber());
                case String[] texts -> statement.setArray(i + 1, array(statement, "text", texts));
                case Long[] numbers -> statement.setArray(i + 1, array(statement, "bigint", numbers));
                case Integer[] numbers -> statement.setArray(i + 1, array(statement, "integer", numbers));
                case byte[][] all -> statement.setArray(i + 1, array(statement, "bytea", all));
                default -> throw new IllegalArgumentException("a parameter of " + values[i].getClass());
            }
        }
    }

    private static Array array(PreparedStatement statement, String type, Object[] values) throws SQLException {
        return statement.getConnection().createArrayOf(type, values);
    }

    private static <T> List<T> all(ResultSet rows, Row<T> row) throws SQLException {
        List<T> all = new ArrayList<>();
        while (rows.next()) {
            all.add(row.of(rows));
        }
        return all;
    }
}
