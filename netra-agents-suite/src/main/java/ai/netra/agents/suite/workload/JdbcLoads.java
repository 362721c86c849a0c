package ai.netra.agents.suite.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The table of loads: which rows of a workload are visible, and what they add up to. */
final class JdbcLoads {
    private static final String OPEN = "LOADING";
    private static final String PUBLISHED = "PUBLISHED";
    private static final String RETIRED = "RETIRED";

    private static final WorkloadField[] COUNTED = {
        WorkloadField.MODEL,
        WorkloadField.FEATURE,
        WorkloadField.USER,
        WorkloadField.LATENCY,
        WorkloadField.TIME_TO_FIRST_TOKEN,
        WorkloadField.ERROR
    };

    private JdbcLoads() {}

    /** The published loads by number. */
    static Map<Integer, LoadFigures> published(Connection connection, WorkloadId workload) throws SQLException {
        Map<Integer, LoadFigures> loads = new TreeMap<>();
        try (PreparedStatement select = connection.prepareStatement("select load_no, row_count, malformed, duplicates, "
                + "out_of_order, first_ns, last_ns, with_model, with_feature, with_user, with_latency, with_ttft, "
                + "with_error from netra_workload_load where owner_id = ? and workload_id = ? and state = ?")) {
            bind(select, 1, workload);
            select.setString(3, PUBLISHED);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    loads.put(rows.getInt(1), figures(rows));
                }
            }
        }
        return loads;
    }

    /** The numbers of the loads that nobody sees. */
    static List<Integer> unpublished(Connection connection, WorkloadId workload) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select load_no from netra_workload_load where owner_id = ? and workload_id = ? and state <> ?")) {
            bind(select, 1, workload);
            select.setString(3, PUBLISHED);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    numbers.add(rows.getInt(1));
                }
            }
        }
        return numbers;
    }

    /** Sets the two columns that say which workload a row is of. */
    static void bind(PreparedStatement statement, int column, WorkloadId workload) throws SQLException {
        statement.setString(column, workload.owner().value());
        statement.setString(column + 1, workload.name());
    }

    /** What all loads add up to. */
    static Optional<LoadFigures> sum(Map<Integer, LoadFigures> loads) {
        return loads.values().stream().reduce(LoadFigures::plus);
    }

    /** Begins a load under the next free number; fails if another begins at the same moment. */
    static int begin(Connection connection, WorkloadId workload) throws SQLException {
        int next = 1;
        try (PreparedStatement select = connection.prepareStatement(
                "select max(load_no) from netra_workload_load where owner_id = ? and workload_id = ?")) {
            bind(select, 1, workload);
            try (ResultSet rows = select.executeQuery()) {
                if (rows.next()) {
                    next = rows.getInt(1) + 1;
                }
            }
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into netra_workload_load (owner_id, workload_id, load_no, state, row_count, malformed,"
                        + " duplicates, out_of_order, first_ns, last_ns, with_model, with_feature, with_user,"
                        + " with_latency, with_ttft, with_error) values (?, ?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,"
                        + " 0)")) {
            bind(insert, 1, workload);
            insert.setInt(3, next);
            insert.setString(4, OPEN);
            insert.executeUpdate();
        }
        return next;
    }

    /** Makes those who publish into one workload wait for each other until the transaction ends. */
    static void lock(Connection connection, WorkloadId workload) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update netra_workload_load set state = state where owner_id = ? and workload_id = ?")) {
            bind(update, 1, workload);
            update.executeUpdate();
        }
    }

    /** Makes a load visible, and with it hides those it replaces. */
    static void publish(
            Connection connection, WorkloadId workload, int load, LoadFigures figures, Set<Integer> replaced)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update netra_workload_load set state = ?,"
                + " row_count = ?, malformed = ?, duplicates = ?, out_of_order = ?, first_ns = ?, last_ns = ?,"
                + " with_model = ?, with_feature = ?, with_user = ?, with_latency = ?, with_ttft = ?, with_error = ?"
                + " where owner_id = ? and workload_id = ? and load_no = ?")) {
            update.setString(1, PUBLISHED);
            update.setLong(2, figures.requests());
            update.setLong(3, figures.reliability().malformed());
            update.setLong(4, figures.reliability().duplicates());
            update.setLong(5, figures.reliability().outOfOrder());
            update.setLong(6, EpochNanos.of(figures.first()));
            update.setLong(7, EpochNanos.of(figures.last()));
            int column = 8;
            for (WorkloadField field : COUNTED) {
                update.setLong(column++, figures.points().getOrDefault(field, 0L));
            }
            bind(update, column, workload);
            update.setInt(column + 2, load);
            if (update.executeUpdate() != 1) {
                throw new SQLException("load " + load + " of workload '" + workload + "' is gone");
            }
        }
        for (int old : replaced) {
            retire(connection, workload, old);
        }
    }

    /** Hides a load; its rows can then be deleted. */
    static void retire(Connection connection, WorkloadId workload, int load) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update netra_workload_load set state = ? where owner_id = ? and workload_id = ? and load_no = ?")) {
            update.setString(1, RETIRED);
            bind(update, 2, workload);
            update.setInt(4, load);
            update.executeUpdate();
        }
    }

    /** Deletes a load that is not visible, and its rows. */
    static void delete(Connection connection, WorkloadId workload, int load) throws SQLException {
        for (String table : new String[] {JdbcSchema.REQUESTS, JdbcSchema.LOADS}) {
            try (PreparedStatement delete = connection.prepareStatement(
                    "delete from " + table + " where owner_id = ? and workload_id = ? and load_no = ?")) {
                bind(delete, 1, workload);
                delete.setInt(3, load);
                delete.executeUpdate();
            }
        }
    }

    private static LoadFigures figures(ResultSet row) throws SQLException {
        long requests = row.getLong(2);
        long malformed = row.getLong(3);
        Map<WorkloadField, Long> points = new EnumMap<>(WorkloadField.class);
        points.put(WorkloadField.TIME, requests);
        points.put(WorkloadField.INPUT_TOKENS, requests);
        points.put(WorkloadField.OUTPUT_TOKENS, requests);
        int column = 8;
        for (WorkloadField field : COUNTED) {
            points.put(field, row.getLong(column++));
        }
        return new LoadFigures(
                requests,
                EpochNanos.toInstant(row.getLong(6)),
                EpochNanos.toInstant(row.getLong(7)),
                points,
                new LoadReliability(requests + malformed, malformed, row.getLong(4), row.getLong(5)));
    }
}
