package ai.netra.agents.suite.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.UserId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcWorkloadRepositoryTest {
    private static final Instant START = Instant.parse("2024-05-01T12:00:00.123456789Z");
    private static final WorkloadId ID = WorkloadId.of(UserId.LOCAL, "test-123");
    private static final TimeRange ALWAYS = new TimeRange(Instant.MIN, Instant.MAX);

    private final DataSource dataSource = TestDatabases.inMemory();
    private final JdbcWorkloadRepository repository =
            JdbcWorkloadRepository.of(dataSource).createTables();

    @Test
    void gives_back_every_part_to_the_nanosecond() {
        WorkloadRequest full = new WorkloadRequest(
                START,
                4_808,
                10,
                Optional.of("frontier-large"),
                Optional.of("chat, 'quoted'"),
                Optional.of("user-1"),
                Optional.of(Duration.ofNanos(1_234_567_891)),
                Optional.of(Duration.ZERO),
                Optional.of(false));
        WorkloadRequest bare = WorkloadRequest.of(START.plusNanos(1), 0, 0);

        load(List.of(full, bare));

        assertThat(read(ALWAYS)).containsExactly(full, bare);
    }

    @Test
    void keeps_what_it_holds_in_a_file(@TempDir Path directory) {
        DataSource file = TestDatabases.inDirectory(directory);
        WorkloadRequest request = WorkloadRequest.of(START, 1, 2);
        load(JdbcWorkloadRepository.of(file).createTables().replace(ID), List.of(request));

        JdbcWorkloadRepository reopened = JdbcWorkloadRepository.of(file).createTables();

        assertThat(read(reopened, ID, ALWAYS)).containsExactly(request);
    }

    @Test
    void knows_nothing_of_a_workload_that_was_not_loaded() {
        assertThat(repository.describe(ID)).isEmpty();
        assertThat(read(ALWAYS)).isEmpty();
    }

    @Test
    void gives_out_requests_in_order_of_time_and_counts_those_that_were_not() {
        WorkloadProfile profile = load(List.of(at(0), at(5), at(3), at(4), at(6)));

        assertThat(read(ALWAYS)).containsExactly(at(0), at(3), at(4), at(5), at(6));
        assertThat(profile.reliability()).isEqualTo(new LoadReliability(5, 0, 0, 2));
        assertThat(profile.first()).isEqualTo(at(0).time());
        assertThat(profile.last()).isEqualTo(at(6).time());
    }

    @Test
    void counts_duplicates_and_keeps_them() {
        WorkloadProfile profile = load(List.of(at(0), at(0), at(0), at(1), at(0).withModel("other"), at(1)));

        assertThat(profile.reliability()).isEqualTo(new LoadReliability(6, 0, 3, 1));
        assertThat(profile.requests()).isEqualTo(6);
        assertThat(profile.points()).containsEntry(WorkloadField.MODEL, 1L);
    }

    @Test
    void finds_a_duplicate_that_comes_out_of_order_and_counts_it_once() {
        WorkloadProfile profile = load(List.of(at(0), at(5), at(0)));

        assertThat(profile.reliability()).isEqualTo(new LoadReliability(3, 0, 1, 0));
    }

    @Test
    void gives_only_the_range_asked_for() {
        load(List.of(at(0), at(1), at(2), at(3)));

        assertThat(read(new TimeRange(at(1).time(), at(3).time()))).containsExactly(at(1), at(2));
    }

    @Test
    void reads_across_pages_even_where_many_requests_share_a_time() {
        List<WorkloadRequest> many = new ArrayList<>();
        for (int i = 0; i < 2 * JdbcPages.PAGE + 7; i++) {
            many.add(WorkloadRequest.of(START.plusSeconds(i / 15_000), i, 0));
        }

        load(many);

        assertThat(read(ALWAYS)).isEqualTo(many);
    }

    @Test
    void shows_nothing_of_a_load_before_it_is_published() {
        load(List.of(at(0)));
        try (WorkloadWriter writer = repository.replace(ID)) {
            for (int i = 0; i < 15_000; i++) {
                writer.add(at(i));
            }
            assertThat(read(ALWAYS)).containsExactly(at(0));
            writer.publish();
            assertThat(repository.describe(ID).orElseThrow().requests()).isEqualTo(15_000);
        }
    }

    @Test
    void takes_back_a_load_that_is_closed_unpublished() throws SQLException {
        try (WorkloadWriter writer = repository.append(ID)) {
            for (int i = 0; i < 15_000; i++) {
                writer.add(at(i));
            }
        }

        assertThat(repository.describe(ID)).isEmpty();
        assertThat(rowsIn("netra_workload_request")).isZero();
        assertThat(rowsIn("netra_workload_load")).isZero();
    }

    @Test
    void replaces_what_was_there_and_deletes_it() throws SQLException {
        load(List.of(at(0), at(1)));
        load(List.of(at(7)));

        assertThat(read(ALWAYS)).containsExactly(at(7));
        assertThat(rowsIn("netra_workload_request")).isEqualTo(1);
    }

    @Test
    void appends_to_what_is_there_and_finds_duplicates_across_loads() {
        load(List.of(at(0), at(2)));

        WorkloadProfile profile = load(repository.append(ID), List.of(at(1), at(2)));

        assertThat(read(ALWAYS)).containsExactly(at(0), at(1), at(2), at(2));
        assertThat(profile.requests()).isEqualTo(4);
        assertThat(profile.reliability()).isEqualTo(new LoadReliability(4, 0, 1, 0));
        assertThat(repository.describe(ID)).contains(profile);
    }

    @Test
    void refuses_to_publish_nothing_and_keeps_what_was_there() {
        load(List.of(at(0)));

        assertThatThrownBy(() -> load(List.of()))
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining("test-123")
                .hasMessageContaining("at least one");
        assertThat(read(ALWAYS)).containsExactly(at(0));
    }

    @Test
    void discards_what_a_dead_process_left() throws SQLException {
        WorkloadWriter abandoned = repository.replace(ID);
        for (int i = 0; i < 15_000; i++) {
            abandoned.add(at(i));
        }

        assertThat(repository.describe(ID)).isEmpty();
        assertThat(repository.discardUnfinished(ID)).isEqualTo(1);
        assertThat(rowsIn("netra_workload_load")).isZero();
        abandoned.close();
        assertThat(rowsIn("netra_workload_request")).isZero();
    }

    @Test
    void deletes_one_workload_and_no_other() {
        WorkloadId other = WorkloadId.of(UserId.LOCAL, "other");
        load(List.of(at(0)));
        load(repository.replace(other), List.of(at(1)));

        repository.delete(ID);

        assertThat(repository.describe(ID)).isEmpty();
        assertThat(read(repository, other, ALWAYS)).containsExactly(at(1));
    }

    @Test
    void two_hundred_users_at_once_see_only_their_own() throws Exception {
        List<Callable<List<WorkloadRequest>>> users = new ArrayList<>();
        for (int user = 0; user < 200; user++) {
            WorkloadId mine = WorkloadId.of(UserId.LOCAL, "workload-" + user);
            List<WorkloadRequest> requests = List.of(at(user), at(user).withUser("user-" + user));
            users.add(() -> {
                load(repository.replace(mine), requests);
                List<WorkloadRequest> seen = read(repository, mine, ALWAYS);
                assertThat(repository.describe(mine).orElseThrow().requests()).isEqualTo(2);
                return seen;
            });
        }

        List<Future<List<WorkloadRequest>>> seen;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            seen = executor.invokeAll(users);
        }

        for (int user = 0; user < 200; user++) {
            assertThat(seen.get(user).get()).containsExactly(at(user), at(user).withUser("user-" + user));
        }
    }

    @Test
    void loads_into_one_workload_at_once_leave_one_of_them_whole() throws Exception {
        List<Callable<WorkloadProfile>> loads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            List<WorkloadRequest> requests = List.of(at(i), at(i + 1));
            loads.add(() -> load(repository.replace(ID), requests));
        }

        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<WorkloadProfile> load : executor.invokeAll(loads)) {
                assertThat(load.get().requests()).isEqualTo(2);
            }
        }

        List<WorkloadRequest> left = read(ALWAYS);
        assertThat(left).hasSize(2);
        assertThat(Duration.between(left.get(0).time(), left.get(1).time())).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void says_so_when_the_tables_are_missing() {
        JdbcWorkloadRepository untouched = JdbcWorkloadRepository.of(TestDatabases.inMemory());

        assertThatThrownBy(() -> untouched.describe(ID))
                .isInstanceOf(WorkloadException.class)
                .hasMessageContaining("test-123")
                .hasMessageContaining("createTables()");
    }

    @Test
    void an_interrupted_reader_stops_and_stays_interrupted() {
        load(List.of(at(0)));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> read(ALWAYS))
                    .isInstanceOf(WorkloadException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void a_failing_reader_leaves_the_connection_usable() {
        load(List.of(at(0)));

        assertThatThrownBy(() -> repository.forEach(ID, ALWAYS, request -> {
                    throw new IllegalStateException("reader");
                }))
                .hasMessage("reader");
        assertThat(read(ALWAYS)).hasSize(1);
    }

    @Test
    void a_profile_counts_what_requests_carry() {
        WorkloadProfile profile =
                load(List.of(at(0).withModel("m").withLatency(Duration.ofMillis(5)), at(1).withModel("m"), at(2)));

        assertThat(profile.points())
                .isEqualTo(Map.of(
                        WorkloadField.TIME,
                        3L,
                        WorkloadField.INPUT_TOKENS,
                        3L,
                        WorkloadField.OUTPUT_TOKENS,
                        3L,
                        WorkloadField.MODEL,
                        2L,
                        WorkloadField.LATENCY,
                        1L));
        assertThat(repository.describe(ID)).contains(profile);
    }

    private static WorkloadRequest at(int second) {
        return WorkloadRequest.of(START.plusSeconds(second), 100 + second, second);
    }

    private WorkloadProfile load(List<WorkloadRequest> requests) {
        return load(repository.replace(ID), requests);
    }

    private static WorkloadProfile load(WorkloadWriter writer, List<WorkloadRequest> requests) {
        try (writer) {
            requests.forEach(writer::add);
            return writer.publish();
        }
    }

    private List<WorkloadRequest> read(TimeRange range) {
        return read(repository, ID, range);
    }

    private static List<WorkloadRequest> read(WorkloadRepository from, WorkloadId workload, TimeRange range) {
        List<WorkloadRequest> read = new ArrayList<>();
        from.forEach(workload, range, read::add);
        return read;
    }

    private long rowsIn(String table) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
