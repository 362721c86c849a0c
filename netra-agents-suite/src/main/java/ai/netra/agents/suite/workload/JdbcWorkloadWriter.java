package ai.netra.agents.suite.workload;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes a load in batches, committing now and then; rows count as soon as, and only if, their load is published. */
final class JdbcWorkloadWriter implements WorkloadWriter {
    private static final int BATCH = 1_000;
    private static final int COMMIT = 10_000;
    private static final String INSERT =
            "insert into netra_workload_request (owner_id, workload_id, time_ns, load_no, row_no,"
                    + " input_tokens, output_tokens, model, feature, user_name, latency_ns, ttft_ns, failed)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /** What happens to what the workload held before. */
    enum Mode {
        REPLACE,
        APPEND
    }

    private final JdbcTransactions transactions;
    private final WorkloadId workload;
    private final Mode mode;
    private final int load;
    private final Connection connection;
    private final PreparedStatement insert;
    private final LoadTally tally = new LoadTally();
    private boolean published;
    private boolean closed;

    JdbcWorkloadWriter(JdbcTransactions transactions, WorkloadId workload, Mode mode, int load) throws SQLException {
        this.transactions = transactions;
        this.workload = workload;
        this.mode = mode;
        this.load = load;
        this.connection = transactions.open();
        try {
            this.insert = connection.prepareStatement(INSERT);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void add(WorkloadRequest request) {
        checkOpen();
        tally.add(request);
        try {
            bind(request);
            insert.addBatch();
            long rows = tally.requests();
            if (rows % BATCH == 0) {
                insert.executeBatch();
            }
            if (rows % COMMIT == 0) {
                connection.commit();
            }
        } catch (SQLException e) {
            throw JdbcTransactions.failed("store a request of workload '" + workload + "'", e);
        }
    }

    @Override
    public void countMalformed() {
        checkOpen();
        tally.addMalformed();
    }

    @Override
    public WorkloadProfile publish() {
        checkOpen();
        if (tally.isEmpty()) {
            throw new WorkloadException(
                    "The load into workload '" + workload + "' has no request; add at least one before publishing.");
        }
        try {
            insert.executeBatch();
            connection.commit();
            JdbcLoads.lock(connection, workload);
            Map<Integer, LoadFigures> before = JdbcLoads.published(connection, workload);
            Set<Integer> replaced = mode == Mode.REPLACE ? before.keySet() : Set.of();
            Map<Integer, LoadFigures> kept = mode == Mode.REPLACE ? Map.of() : before;
            JdbcLoads.publish(connection, workload, load, tally.figures(duplicates(kept)), replaced);
            Optional<LoadFigures> sum = JdbcLoads.sum(JdbcLoads.published(connection, workload));
            connection.commit();
            published = true;
            deleteRows(replaced);
            return sum.orElseThrow().profile(workload);
        } catch (SQLException e) {
            throw JdbcTransactions.failed("publish workload '" + workload + "'", e);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (connection;
                insert) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw JdbcTransactions.failed("close the load into workload '" + workload + "'", e);
        } finally {
            if (!published) {
                deleteRows(Set.of(load));
            }
        }
    }

    /** The duplicates to account to this load: those seen on the way, or where that is not enough, those of a second look. */
    private long duplicates(Map<Integer, LoadFigures> kept) throws SQLException {
        if (!tally.needsSecondLook() && kept.isEmpty()) {
            return tally.duplicates();
        }
        Set<Integer> visible = new HashSet<>(kept.keySet());
        visible.add(load);
        LoadTally inOrder = new LoadTally();
        new JdbcPages(workload, visible).read(connection, 0, Long.MAX_VALUE, inOrder::add);
        long known = JdbcLoads.sum(kept)
                .map(figures -> figures.reliability().duplicates())
                .orElse(0L);
        return Math.max(tally.duplicates(), Math.min(inOrder.duplicates() - known, tally.requests()));
    }

    private void deleteRows(Set<Integer> loads) {
        for (int number : loads) {
            transactions.run("delete load " + number + " of workload '" + workload + "'", other -> {
                JdbcLoads.delete(other, workload, number);
                return number;
            });
        }
    }

    private void checkOpen() {
        if (closed || published) {
            throw new IllegalStateException("The load into workload '" + workload + "' is "
                    + (closed ? "closed" : "published") + "; open another writer.");
        }
    }

    private void bind(WorkloadRequest request) throws SQLException {
        JdbcLoads.bind(insert, 1, workload);
        insert.setLong(3, EpochNanos.of(request.time()));
        insert.setInt(4, load);
        insert.setLong(5, tally.requests());
        insert.setLong(6, request.inputTokens());
        insert.setLong(7, request.outputTokens());
        bind(8, request.model());
        bind(9, request.feature());
        bind(10, request.user());
        bindNanos(11, request.latency().map(Duration::toNanos));
        bindNanos(12, request.timeToFirstToken().map(Duration::toNanos));
        if (request.error().isPresent()) {
            insert.setShort(13, (short) (request.error().get() ? 1 : 0));
        } else {
            insert.setNull(13, Types.SMALLINT);
        }
    }

    private void bind(int column, Optional<String> text) throws SQLException {
        if (text.isPresent()) {
            insert.setString(column, text.get());
        } else {
            insert.setNull(column, Types.VARCHAR);
        }
    }

    private void bindNanos(int column, Optional<Long> nanos) throws SQLException {
        if (nanos.isPresent()) {
            insert.setLong(column, nanos.get());
        } else {
            insert.setNull(column, Types.BIGINT);
        }
    }
}
