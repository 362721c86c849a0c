package ai.netra.agents.suite.workload;

import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * A {@link WorkloadRepository} in any SQL database (SQL:2008, for {@code fetch first}), reached through the host's {@link DataSource}.
 *
 * <p>Two tables, {@code netra_workload_load} and {@code netra_workload_request}, are made by {@link #createTables()} or by the host's own migration.
 * Owner and name of the workload are the first columns of both keys, and every statement is bound to them. Requests are loaded in batches and become visible all at
 * once when their load is published. A process that dies while loading leaves rows that nobody sees and that {@link #discardUnfinished} deletes.
 *
 * <p>Reading holds one connection, reads pages of 20,000 rows at repeatable-read isolation, and looks for an interrupt between pages. Thread-safe;
 * as many loads and readers at once as the data source has connections. The collations of {@code owner_id} and
 * {@code workload_id} must tell upper from lower case.
 *
 * <p>Embedded H2 closes a database whose file is being read when the reading thread is interrupted; use its {@code async:} file system
 * ({@code jdbc:h2:async:/path}) where runs are cancelled.
 */
public final class JdbcWorkloadRepository implements WorkloadRepository {
    private static final int TRIES_TO_BEGIN = 5;

    private final JdbcTransactions transactions;

    private JdbcWorkloadRepository(DataSource dataSource) {
        this.transactions = new JdbcTransactions(Objects.requireNonNull(dataSource, "dataSource"));
    }

    /** A repository in that database; nothing is read or written yet. */
    public static JdbcWorkloadRepository of(DataSource dataSource) {
        return new JdbcWorkloadRepository(dataSource);
    }

    /**
     * Creates the tables that are not there yet. Safe to call from several processes at once.
     *
     * @return this repository
     * @throws WorkloadException if the database fails or refuses
     */
    public JdbcWorkloadRepository createTables() {
        JdbcSchema.create(transactions);
        return this;
    }

    @Override
    public Optional<WorkloadProfile> describe(WorkloadId workload) {
        String what = "describe workload '" + workload + "'";
        return JdbcLoads.sum(transactions.run(what, connection -> JdbcLoads.published(connection, workload)))
                .map(figures -> figures.profile(workload));
    }

    @Override
    public void forEach(WorkloadId workload, TimeRange range, Consumer<? super WorkloadRequest> action) {
        Objects.requireNonNull(action, "action");
        transactions.runOnSnapshot("read workload '" + workload + "'", connection -> {
            Map<Integer, LoadFigures> loads = JdbcLoads.published(connection, workload);
            if (!loads.isEmpty()) {
                new JdbcPages(workload, loads.keySet())
                        .read(connection, EpochNanos.clamped(range.start()), EpochNanos.clamped(range.end()), action);
            }
            return loads.size();
        });
    }

    /**
     * Begins a load whose requests will take the place of all that the workload holds.
     *
     * @throws WorkloadException if the database fails
     */
    public WorkloadWriter replace(WorkloadId workload) {
        return begin(workload, JdbcWorkloadWriter.Mode.REPLACE);
    }

    /**
     * Begins a load whose requests will be added to what the workload holds.
     *
     * @throws WorkloadException if the database fails
     */
    public WorkloadWriter append(WorkloadId workload) {
        return begin(workload, JdbcWorkloadWriter.Mode.APPEND);
    }

    /**
     * Deletes all that the workload holds.
     *
     * @throws WorkloadException if the database fails
     */
    public void delete(WorkloadId workload) {
        transactions.run("delete workload '" + workload + "'", connection -> {
            Map<Integer, LoadFigures> loads = JdbcLoads.published(connection, workload);
            for (int load : loads.keySet()) {
                JdbcLoads.delete(connection, workload, load);
            }
            return loads.size();
        });
    }

    /**
     * Deletes rows that no reader sees because their load was not finished, or was replaced, by a process that died. Call it when nothing is being
     * loaded into the workload.
     *
     * @return how many loads were deleted
     * @throws WorkloadException if the database fails
     */
    public int discardUnfinished(WorkloadId workload) {
        return transactions.run("discard unfinished loads of workload '" + workload + "'", connection -> {
            int discarded = 0;
            for (int load : JdbcLoads.unpublished(connection, workload)) {
                JdbcLoads.delete(connection, workload, load);
                discarded++;
            }
            return discarded;
        });
    }

    private WorkloadWriter begin(WorkloadId workload, JdbcWorkloadWriter.Mode mode) {
        String what = "begin a load into workload '" + workload + "'";
        int load = beginLoad(workload, what, TRIES_TO_BEGIN);
        try {
            return new JdbcWorkloadWriter(transactions, workload, mode, load);
        } catch (SQLException e) {
            throw JdbcTransactions.failed(what, e);
        }
    }

    /** Loads that begin at the same moment ask for the same number; all but one try again. */
    private int beginLoad(WorkloadId workload, String what, int tries) {
        try {
            return transactions.run(what, connection -> JdbcLoads.begin(connection, workload));
        } catch (WorkloadException e) {
            if (tries <= 1) {
                throw e;
            }
            return beginLoad(workload, what, tries - 1);
        }
    }
}
