package ai.netra.agents.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcStateStoreInPostgresIT extends JdbcStateStoreScenarios {
    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    DataSource source() {
        return server.source();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fsync", "synchronous_commit", "full_page_writes"})
    void the_server_keeps_what_it_commits(String setting) throws SQLException {
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + setting)) {
            row.next();
            assertThat(row.getString(1)).isEqualTo("on");
        }
    }

    @Test
    void a_server_that_stops_in_the_middle_of_an_append_is_unavailable_and_what_it_committed_is_there_after()
            throws Exception {
        StreamKey.OfRun run = run(ANN, "r");
        try (StateStore store = builder().build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            StreamPosition end = appended(store.append(append(run, StreamPosition.NONE, "w", "a")));
            try (Connection blocking = source().getConnection()) {
                blocking.setAutoCommit(false);
                try (Statement statement = blocking.createStatement()) {
                    statement.execute("LOCK TABLE " + prefix + "records");
                }
                Future<?> appending = threads.submit(() -> store.append(append(run, end, "w", "b")));
                awaitSomebodyWaiting();
                server.stop();
                assertThatThrownBy(appending::get).hasCauseInstanceOf(StoreException.Unavailable.class);
                assertThatThrownBy(() -> store.load(run)).isInstanceOf(StoreException.Unavailable.class);
                assertThatThrownBy(() -> builder().build()).isInstanceOf(StoreException.Unavailable.class);
            } finally {
                server.startAgain();
            }
            assertThat(texts(store.load(run).tail())).containsExactly("a");
            assertThat(appended(store.append(append(run, end, "w", "b")))).isEqualTo(end.plus(1));
        }
    }

    @Test
    void a_statement_that_takes_too_long_is_unavailable_and_undone() throws Exception {
        StreamKey.OfRun run = run(ANN, "r");
        try (StateStore store = builder().timeout(Duration.ofSeconds(1)).build()) {
            StreamPosition end = appended(store.append(append(run, StreamPosition.NONE, "w", "a")));
            try (Connection blocking = source().getConnection()) {
                blocking.setAutoCommit(false);
                try (Statement statement = blocking.createStatement()) {
                    statement.execute("LOCK TABLE " + prefix + "records");
                }
                assertThatThrownBy(() -> store.append(append(run, end, "w", "b")))
                        .isInstanceOf(StoreException.Unavailable.class);
                awaitNobodyWaiting();
            }
            assertThat(texts(store.load(run, end).tail())).isEmpty();
        }
    }

    @Test
    void a_user_who_may_not_make_tables_is_told_and_may_use_them_once_they_are_there() throws Exception {
        String user = prefix + "user";
        execute("CREATE USER " + user);
        execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        JdbcStateStore.Builder limited =
                JdbcStateStore.builder(server.source(user)).tablePrefix(prefix);
        assertThatThrownBy(limited::build)
                .isInstanceOf(StoreException.NotReady.class)
                .hasMessageContaining("postgresql/V1__streams.sql");
        builder().build().close();
        assertThatThrownBy(limited::build)
                .isInstanceOf(StoreException.NotReady.class)
                .hasMessageContaining("grant");
        execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO " + user);
        try (StateStore store = limited.build()) {
            appended(store.append(append(run(ANN, "r"), StreamPosition.NONE, "w", "a")));
            assertThat(store.erase(ANN)).isEqualTo(1);
        }
    }

    @Test
    void streams_are_looked_up_by_their_ids_also_by_a_plan_that_was_made_while_the_table_was_empty() throws Exception {
        builder().build().close();
        String sql = ArrayWriter.sql(new Tables("", prefix));
        for (int i = 1; sql.contains("?"); i++) {
            sql = sql.replaceFirst("\\?", "\\$" + i);
        }
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = force_generic_plan");
            statement.execute("PREPARE append AS " + sql);
            List<String> plan = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "EXPLAIN EXECUTE append (" + String.join(", ", Collections.nCopies(15, "NULL")) + ")")) {
                while (rows.next()) {
                    plan.add(rows.getString(1));
                }
            }
            assertThat(plan)
                    .anyMatch(line -> line.contains("Index Scan using " + prefix + "streams_pkey"))
                    .noneMatch(line -> line.contains("Seq Scan"))
                    .noneMatch(line -> line.contains("Hash Cond: (s."));
        }
    }

    @Test
    void a_client_that_falls_silent_holds_no_lock_for_longer_than_its_patience() throws Exception {
        StreamKey.OfRun run = run(ANN, "r");
        CountDownLatch silent = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (StateStore other = builder().build();
                StateStore stopped = JdbcStateStore.builder(stoppingBefore("DELETE", silent, over))
                        .tablePrefix(prefix)
                        .timeout(Duration.ofSeconds(1))
                        .build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            StreamPosition end = appended(other.append(append(run, StreamPosition.NONE, "w", "a")));
            Future<Boolean> kept =
                    threads.submit(() -> stopped.keep(run, end.generation(), new Snapshot(1, payload("a"))));
            silent.await();
            assertThat(appended(other.append(append(run, end, "w", "b")))).isEqualTo(end.plus(1));
            over.countDown();
            assertThatThrownBy(kept::get).hasCauseInstanceOf(StoreException.Unavailable.class);
            assertThat(other.load(run).snapshot()).isEmpty();
        }
    }

    /** A data source whose statements that begin so wait for a word. */
    private DataSource stoppingBefore(String sql, CountDownLatch here, CountDownLatch over) {
        return proxy(DataSource.class, source(), sql, here, over);
    }

    private static <T> T proxy(Class<T> type, T of, String sql, CountDownLatch here, CountDownLatch over) {
        return type.cast(Proxy.newProxyInstance(
                JdbcStateStoreInPostgresIT.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")
                            && String.valueOf(arguments[0]).startsWith(sql)) {
                        here.countDown();
                        over.await();
                    }
                    try {
                        Object answer = method.invoke(of, arguments);
                        return answer instanceof Connection connection
                                ? proxy(Connection.class, connection, sql, here, over)
                                : answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    private void awaitSomebodyWaiting() throws SQLException {
        while (waiting() == 0) {
            Thread.onSpinWait();
        }
    }

    private void awaitNobodyWaiting() throws SQLException {
        while (waiting() > 0) {
            Thread.onSpinWait();
        }
    }

    private int waiting() throws SQLException {
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
