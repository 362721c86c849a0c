package ai.netra.agents.suite.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads requests in order of time, a page at a time, each page beginning where the last one ended. Pages, rather than one long result, because some
 * drivers (embedded H2 among them) keep a whole result before giving out its first row.
 */
final class JdbcPages {
    /** Rows per page. */
    static final int PAGE = 20_000;

    private static final String SELECT = "select time_ns, load_no, row_no, input_tokens, output_tokens, model, feature,"
            + " user_name, latency_ns, ttft_ns, failed from netra_workload_request"
            + " where owner_id = ? and workload_id = ? and time_ns >= ? and time_ns < ?"
            + " and (time_ns > ? or load_no > ? or (load_no = ? and row_no > ?))"
            + " order by owner_id, workload_id, time_ns, load_no, row_no offset 0 rows fetch first " + PAGE
            + " rows only";

    private final WorkloadId workload;
    private final Set<Integer> loads;
    private long lastTime;
    private int lastLoad = -1;
    private long lastRow = -1;

    JdbcPages(WorkloadId workload, Set<Integer> loads) {
        this.workload = workload;
        this.loads = loads;
    }

    void read(Connection connection, long startNanos, long endNanos, Consumer<? super WorkloadRequest> action)
            throws SQLException {
        lastTime = startNanos;
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setFetchSize(PAGE);
            int rows = PAGE;
            while (rows == PAGE) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new WorkloadException("Reading workload '" + workload
                            + "' was interrupted before its end; what was read so far is incomplete, read it again.");
                }
                rows = page(select, endNanos, action);
            }
        }
    }

    private int page(PreparedStatement select, long endNanos, Consumer<? super WorkloadRequest> action)
            throws SQLException {
        JdbcLoads.bind(select, 1, workload);
        select.setLong(3, lastTime);
        select.setLong(4, endNanos);
        select.setLong(5, lastTime);
        select.setInt(6, lastLoad);
        select.setInt(7, lastLoad);
        select.setLong(8, lastRow);
        int count = 0;
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                count++;
                lastTime = rows.getLong(1);
                lastLoad = rows.getInt(2);
                lastRow = rows.getLong(3);
                if (loads.contains(lastLoad)) {
                    action.accept(request(rows));
                }
            }
        }
        return count;
    }

    private static WorkloadRequest request(ResultSet row) throws SQLException {
        short failed = row.getShort(11);
        Optional<Boolean> error = row.wasNull() ? Optional.empty() : Optional.of(failed != 0);
        return new WorkloadRequest(
                EpochNanos.toInstant(row.getLong(1)),
                row.getLong(4),
                row.getLong(5),
                Optional.ofNullable(row.getString(6)),
                Optional.ofNullable(row.getString(7)),
                Optional.ofNullable(row.getString(8)),
                duration(row, 9),
                duration(row, 10),
                error);
    }

    private static Optional<Duration> duration(ResultSet row, int column) throws SQLException {
        long nanos = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }
}
