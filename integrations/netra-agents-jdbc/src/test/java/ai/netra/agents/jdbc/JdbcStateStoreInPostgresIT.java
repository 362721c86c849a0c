package ai.netra.agents.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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
