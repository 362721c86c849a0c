package ai.netra.agents.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.Append.Mark;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.AppendResult.Appended;
import ai.netra.agents.store.AppendResult.Conflict;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Page;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.RunHeader;
import ai.netra.agents.store.RunPhase;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.store.ThreadHeader;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is of a store in a database, and not of every store; the same for each database. */
@Timeout(120)
abstract class JdbcStateStoreScenarios {
    static final AtomicInteger PREFIXES = new AtomicInteger();
    static final UserId ANN = UserId.of("ann");
    static final UserId BOB = UserId.of("bob");
    static final ThreadId THREAD = ThreadId.of("t");
    static final Lease LEASE = Lease.of(Duration.ofMinutes(1));

    /** Tables of each test's own. */
    final String prefix = "test" + PREFIXES.incrementAndGet() + "_";

    abstract DataSource source();

    JdbcStateStore.Builder builder() {
        return JdbcStateStore.builder(source()).tablePrefix(prefix);
    }

    static StreamKey.OfRun run(UserId user, String id) {
        return new StreamKey.OfRun(user, THREAD, RunId.of(id));
    }

    static Payload payload(String text) {
        return Payload.of("text", 1, text.getBytes(UTF_8));
    }

    static Append append(StreamKey.OfRun run, StreamPosition expected, String writer, String... texts) {
        return Append.to(
                run,
                expected,
                writer,
                List.of(texts).stream().map(JdbcStateStoreScenarios::payload).toList(),
                Mark.running(LEASE));
    }

    static StreamPosition appended(AppendResult result) {
        assertThat(result).isInstanceOf(Appended.class);
        return ((Appended) result).end();
    }

    static List<String> texts(List<StoredRecord> records) {
        return records.stream()
                .map(record -> new String(record.payload().bytes(), UTF_8))
                .toList();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void what_one_store_appended_another_reads_after_it_was_closed() {
        StreamKey.OfRun run = run(ANN, "r1");
        StreamPosition end;
        try (StateStore store = builder().build()) {
            end = appended(store.append(append(run, StreamPosition.NONE, "w1", "a", "b")));
            end = appended(store.append(append(run, end, "w1", "c")));
            assertThat(store.keep(run, end.generation(), new Snapshot(2, payload("ab"))))
                    .isTrue();
        }
        try (StateStore store = builder().schema(Schema.EXPECT).build()) {
            Loaded loaded = store.load(run);
            assertThat(loaded.end())
                    .isEqualTo(end)
                    .extracting(StreamPosition::version)
                    .isEqualTo(3L);
            assertThat(loaded.snapshot()).contains(new Snapshot(2, payload("ab")));
            assertThat(texts(loaded.tail())).containsExactly("c");
            assertThat(store.load(run, new StreamPosition(end.generation(), 2)).snapshot())
                    .isEmpty();
            assertThat(store.compact(run)).isEqualTo(2);
            assertThat(texts(store.read(run, 1, 10))).containsExactly("c");
            assertThat(appended(store.append(append(run, end, "w2", "d"))).version())
                    .isEqualTo(4);
            assertThat(texts(store.load(run, end).tail())).containsExactly("d");
        }
    }

    @Test
    void of_two_stores_that_begin_the_same_stream_one_conflicts() throws Exception {
        try (StateStore one = builder().build();
                StateStore two = builder().build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 50; round++) {
                StreamKey.OfRun run = run(ANN, "r" + round);
                Future<AppendResult> first =
                        threads.submit(() -> one.append(append(run, StreamPosition.NONE, "one", "a")));
                Future<AppendResult> second =
                        threads.submit(() -> two.append(append(run, StreamPosition.NONE, "two", "b")));
                assertThat(List.of(first.get(), second.get()))
                        .hasAtLeastOneElementOfType(Appended.class)
                        .hasAtLeastOneElementOfType(Conflict.class);
                assertThat(one.load(run).tail()).hasSize(1);
            }
        }
    }

    @Test
    void of_many_that_extend_the_same_stream_one_is_let_and_the_others_are_told_who() throws Exception {
        try (StateStore one = builder().build();
                StateStore two = builder().build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            StreamKey.OfRun run = run(ANN, "r");
            StreamPosition end = appended(one.append(append(run, StreamPosition.NONE, "begin", "a")));
            for (int round = 0; round < 20; round++) {
                StreamPosition expected = end;
                List<Future<AppendResult>> results = IntStream.range(0, 16)
                        .mapToObj(i -> threads.submit(
                                () -> (i % 2 == 0 ? one : two).append(append(run, expected, "w" + i, "x"))))
                        .toList();
                List<AppendResult> all = new ArrayList<>();
                for (Future<AppendResult> result : results) {
                    all.add(result.get());
                }
                assertThat(all.stream().filter(Appended.class::isInstance)).hasSize(1);
                end = one.load(run, expected).end();
                assertThat(end).isEqualTo(expected.plus(1));
                String winner = one.load(run, expected).tail().getFirst().writer();
                assertThat(all.stream().filter(Conflict.class::isInstance))
                        .containsOnly(new Conflict(end, Optional.of(winner)));
            }
        }
    }

    @Test
    void of_two_threads_that_begin_a_run_of_the_same_id_in_one_group_one_conflicts() throws Exception {
        try (StateStore store = builder().connections(1).build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 20; round++) {
                RunId id = RunId.of("r" + round);
                List<Future<AppendResult>> results = IntStream.range(0, 8)
                        .mapToObj(i -> new StreamKey.OfRun(ANN, ThreadId.of("t" + i % 4), id))
                        .map(run -> threads.submit(() -> store.append(append(run, StreamPosition.NONE, "w", "a"))))
                        .toList();
                long appended = 0;
                for (Future<AppendResult> result : results) {
                    appended += result.get() instanceof Appended ? 1 : 0;
                }
                assertThat(appended).isEqualTo(1);
                StreamKey.OfRun begun = store.find(ANN, id).orElseThrow().key();
                assertThat(texts(store.load(begun).tail())).containsExactly("a");
            }
        }
    }

    @Test
    void many_streams_at_once_lose_nothing() throws Exception {
        try (StateStore store = builder().build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<StreamPosition>> ends = IntStream.range(0, 200)
                    .mapToObj(i -> threads.submit(() -> {
                        StreamPosition end = StreamPosition.NONE;
                        for (int step = 0; step < 10; step++) {
                            end = appended(store.append(append(run(ANN, "r" + i), end, "w" + i, "s" + step)));
                        }
                        return end;
                    }))
                    .toList();
            for (int i = 0; i < ends.size(); i++) {
                StreamPosition end = ends.get(i).get();
                Loaded loaded = store.load(run(ANN, "r" + i));
                assertThat(loaded.end()).isEqualTo(end);
                assertThat(texts(loaded.tail()))
                        .isEqualTo(IntStream.range(0, 10).mapToObj(s -> "s" + s).toList());
            }
            assertThat(store.erase(ANN)).isEqualTo(200);
        }
    }

    @Test
    void ids_that_look_alike_or_that_utf_8_cannot_hold_are_told_apart() {
        List<String> ids = List.of(
                "A",
                "a",
                "a ",
                " a",
                "?",
                "\uD800",
                "\uDC00",
                "\\",
                "\\\\",
                "\\\uE000",
                "\uE000",
                "\u00E9",
                "e\u0301",
                "\uD83D\uDE00");
        try (StateStore store = builder().build()) {
            for (String id : ids) {
                StreamKey.OfRun key = new StreamKey.OfRun(UserId.of(id), ThreadId.of(id), RunId.of(id));
                appended(store.append(
                        append(key, StreamPosition.NONE, "w", id.replaceAll("\\p{Cs}", ".") + ids.indexOf(id))));
                appended(store.append(Append.to(
                        new StreamKey.OfThread(UserId.of(id), ThreadId.of(id)),
                        StreamPosition.NONE,
                        "w",
                        List.of(payload("conversation")))));
            }
            for (String id : ids) {
                UserId user = UserId.of(id);
                assertThat(store.runs(user, ThreadId.of(id), Page.first(10)))
                        .singleElement()
                        .extracting(RunHeader::key)
                        .isEqualTo(new StreamKey.OfRun(user, ThreadId.of(id), RunId.of(id)));
                assertThat(store.threads(user, Page.first(10)))
                        .singleElement()
                        .extracting(ThreadHeader::key)
                        .isEqualTo(new StreamKey.OfThread(user, ThreadId.of(id)));
            }
        }
    }

    @Test
    void the_longest_ids_fit() {
        String longest = IntStream.range(0, 200)
                .mapToObj(i -> String.valueOf((char) (0x4E00 + i * 37)))
                .reduce("", String::concat);
        String halves = IntStream.range(0, 200)
                .mapToObj(i -> String.valueOf((char) (0xDC00 + i * 5)))
                .reduce("", String::concat);
        try (StateStore store = builder().build()) {
            for (String id : List.of(longest, halves)) {
                StreamKey.OfRun key = new StreamKey.OfRun(UserId.of(id), ThreadId.of(id), RunId.of(id));
                appended(store.append(append(key, StreamPosition.NONE, "w", "a")));
                assertThat(store.find(UserId.of(id), RunId.of(id)))
                        .map(RunHeader::key)
                        .contains(key);
            }
        }
    }

    @Test
    void headers_say_where_runs_stand_and_lapsed_ones_are_found() {
        try (StateStore store = builder().build()) {
            StreamKey.OfRun run = run(ANN, "r");
            Append first = Append.to(
                    run, StreamPosition.NONE, "w", List.of(payload("a")), Mark.running(Lease.of(Duration.ofMillis(1))));
            StreamPosition end = appended(store.append(first));
            appended(store.append(append(run(ANN, "alive"), StreamPosition.NONE, "w", "a")));
            RunHeader header = store.find(ANN, RunId.of("r")).orElseThrow();
            StoredRecord record = store.read(run, 1, 1).getFirst();
            assertThat(header.begun()).isEqualTo(header.changed()).isEqualTo(record.at());
            assertThat(header.end()).isEqualTo(end);
            while (!store.now().isAfter(header.leasedUntil().orElseThrow())) {
                Thread.onSpinWait();
            }
            assertThat(store.lapsed(10)).extracting(RunHeader::key).containsExactly(run);
            assertThat(store.renew(run, "other", LEASE)).isFalse();
            assertThat(store.renew(run, "w", LEASE)).isTrue();
            assertThat(store.lapsed(10)).isEmpty();
            appended(store.append(Append.to(run, end, "w", List.of(payload("b")), Mark.suspended())));
            assertThat(store.renew(run, "w", LEASE)).isFalse();
            assertThat(store.unfinished(ANN, THREAD, Page.first(10)))
                    .extracting(RunHeader::phase)
                    .containsExactly(RunPhase.RUNNING, RunPhase.SUSPENDED);
        }
    }

    @Test
    void a_stream_that_was_deleted_begins_as_another() {
        try (StateStore store = builder().build()) {
            StreamKey.OfRun run = run(ANN, "r");
            StreamPosition old = appended(store.append(append(run, StreamPosition.NONE, "w", "a")));
            assertThat(store.delete(run(BOB, "r"))).isFalse();
            assertThat(store.delete(run)).isTrue();
            assertThat(store.load(run)).isEqualTo(Loaded.NONE);
            StreamPosition successor = appended(store.append(append(run, StreamPosition.NONE, "v", "z")));
            assertThat(successor.generation()).isNotEqualTo(old.generation());
            assertThat(store.append(append(run, old, "w", "b"))).isEqualTo(new Conflict(successor, Optional.empty()));
            assertThat(store.keep(run, old.generation(), new Snapshot(1, payload("a"))))
                    .isFalse();
        }
    }

    @Test
    void one_append_that_the_database_refuses_does_not_fail_those_beside_it() throws Exception {
        try (StateStore store = builder().connections(1).build();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            execute("ALTER TABLE " + prefix + "records ADD CONSTRAINT no_evil" + prefix + " CHECK (writer <> 'evil')");
            List<Future<AppendResult>> results = IntStream.range(0, 100)
                    .mapToObj(i -> threads.submit(() -> store.append(
                            append(run(ANN, "r" + i), StreamPosition.NONE, i % 10 == 3 ? "evil" : "good", "a"))))
                    .toList();
            for (int i = 0; i < results.size(); i++) {
                Future<AppendResult> result = results.get(i);
                if (i % 10 == 3) {
                    assertThatThrownBy(result::get).hasCauseInstanceOf(StoreException.Unavailable.class);
                } else {
                    appended(result.get());
                }
            }
            assertThat(store.runs(ANN, THREAD, Page.first(1000))).hasSize(90);
        }
    }

    @Test
    void a_failure_does_not_show_what_was_to_be_appended() throws Exception {
        try (StateStore store = builder().build()) {
            execute("ALTER TABLE " + prefix + "records ADD CONSTRAINT no_kind" + prefix + " CHECK (kind <> 'text')");
            assertThatThrownBy(() -> store.append(append(run(ANN, "r"), StreamPosition.NONE, "w", "a secret")))
                    .isInstanceOf(StoreException.Unavailable.class)
                    .satisfies(thrown -> {
                        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                            assertThat(cause.toString())
                                    .doesNotContain("secret")
                                    .doesNotContain("612073656372");
                        }
                    });
            assertThat(store.load(run(ANN, "r"))).isEqualTo(Loaded.NONE);
        }
    }

    @Test
    void a_payload_over_the_limit_is_refused_and_one_at_it_kept() {
        try (StateStore store = builder().build()) {
            StreamKey.OfRun run = run(ANN, "r");
            byte[] largest = new byte[1 << 20];
            largest[77] = -1;
            Payload most = Payload.of("large", 1, largest);
            Payload tooMuch = Payload.of("large", 1, new byte[(1 << 20) + 1]);
            assertThatThrownBy(() -> store.append(
                            Append.to(run, StreamPosition.NONE, "w", List.of(payload("a"), tooMuch), Mark.suspended())))
                    .isInstanceOf(StoreException.TooLarge.class)
                    .hasMessageContaining("1048577")
                    .hasMessageContaining("maxPayload");
            assertThat(store.load(run)).isEqualTo(Loaded.NONE);
            StreamPosition end =
                    appended(store.append(Append.to(run, StreamPosition.NONE, "w", List.of(most), Mark.suspended())));
            assertThat(store.load(run).tail()).extracting(StoredRecord::payload).containsExactly(most);
            assertThatThrownBy(() -> store.keep(run, end.generation(), new Snapshot(1, tooMuch)))
                    .isInstanceOf(StoreException.TooLarge.class);
        }
    }

    @Test
    void a_thousand_records_are_one_append() {
        try (StateStore store = builder().build()) {
            StreamKey.OfRun run = run(ANN, "r");
            String[] texts = IntStream.range(0, 1000).mapToObj(String::valueOf).toArray(String[]::new);
            assertThat(appended(store.append(append(run, StreamPosition.NONE, "w", texts)))
                            .version())
                    .isEqualTo(1000);
            assertThat(texts(store.load(run).tail())).containsExactly(texts);
        }
    }

    @Test
    void a_record_that_is_missing_is_corrupt_and_not_passed_over() throws Exception {
        try (StateStore store = builder().build()) {
            StreamKey.OfRun run = run(ANN, "r");
            appended(store.append(append(run, StreamPosition.NONE, "w", "a", "b", "c")));
            execute("DELETE FROM " + prefix + "records WHERE version = 2");
            assertThatThrownBy(() -> store.load(run))
                    .isInstanceOf(StoreException.Corrupt.class)
                    .hasMessageContaining("ann");
            assertThatThrownBy(() -> store.read(run, 1, 10))
                    .isInstanceOf(StoreException.Corrupt.class)
                    .hasMessageContaining("version 2");
        }
    }

    @Test
    void an_exhausted_pool_is_unavailable_and_a_freed_one_serves_again() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source());
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(500);
        StreamKey.OfRun run = run(ANN, "r");
        try (HikariDataSource pool = new HikariDataSource(config);
                StateStore store =
                        JdbcStateStore.builder(pool).tablePrefix(prefix).build()) {
            try (Connection taken = pool.getConnection()) {
                assertThat(taken.isValid(1)).isTrue();
                assertThatThrownBy(() -> store.append(append(run, StreamPosition.NONE, "w", "a")))
                        .isInstanceOf(StoreException.Unavailable.class)
                        .hasMessageContaining("pool");
                assertThatThrownBy(() -> store.load(run)).isInstanceOf(StoreException.Unavailable.class);
            }
            appended(store.append(append(run, StreamPosition.NONE, "w", "a")));
            assertThat(store.load(run).tail()).hasSize(1);
        }
    }

    @Test
    void an_interrupted_append_is_unavailable_and_harms_no_other() throws Exception {
        try (StateStore store = builder().connections(1).build();
                Connection blocking = source().getConnection()) {
            StreamKey.OfRun run = run(ANN, "r");
            StreamPosition end = appended(store.append(append(run, StreamPosition.NONE, "w", "a")));
            blocking.setAutoCommit(false);
            try (Statement statement = blocking.createStatement()) {
                statement.execute("SELECT * FROM " + prefix + "streams FOR UPDATE");
            }
            CountDownLatch ended = new CountDownLatch(1);
            Thread appending = Thread.ofVirtual().start(() -> {
                try {
                    store.append(append(run, end, "w", "b"));
                } catch (StoreException.Unavailable interrupted) {
                    if (Thread.currentThread().isInterrupted()) {
                        ended.countDown();
                    }
                }
            });
            appending.interrupt();
            ended.await();
            blocking.rollback();
            AppendResult again = store.append(append(run, end, "w", "b"));
            assertThat(again).isIn(new Appended(end.plus(1)), new Conflict(end.plus(1), Optional.of("w")));
            assertThat(texts(store.load(run).tail())).containsExactly("a", "b");
        }
    }

    @Test
    void missing_tables_are_named_with_their_script_where_they_may_not_be_made() {
        assertThatThrownBy(() -> builder().schema(Schema.EXPECT).build())
                .isInstanceOf(StoreException.NotReady.class)
                .hasMessageContaining("/V1__streams.sql")
                .hasMessageContaining(prefix);
    }

    @Test
    void newer_tables_are_refused() throws Exception {
        builder().build().close();
        execute("INSERT INTO " + prefix + "schema (version, script) VALUES (2, 'V2__later.sql')");
        for (Schema schema : Schema.values()) {
            assertThatThrownBy(() -> builder().schema(schema).build())
                    .isInstanceOf(StoreException.NotReady.class)
                    .hasMessageContaining("version 2");
        }
    }

    @Test
    void tables_that_vanish_under_a_store_are_not_an_empty_store() throws Exception {
        try (StateStore store = builder().build()) {
            execute("ALTER TABLE " + prefix + "streams RENAME TO gone" + prefix);
            assertThatThrownBy(() -> store.load(run(ANN, "r"))).isInstanceOf(StoreException.NotReady.class);
            assertThatThrownBy(() -> store.append(append(run(ANN, "r"), StreamPosition.NONE, "w", "a")))
                    .isInstanceOf(StoreException.NotReady.class);
        }
    }

    @Test
    void several_stores_may_make_the_tables_at_once() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JdbcStateStore>> stores = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> builder().build()))
                    .toList();
            for (Future<JdbcStateStore> store : stores) {
                store.get().close();
            }
        }
    }

    @Test
    void a_store_in_a_schema_of_its_own_sees_no_other() throws Exception {
        execute("CREATE SCHEMA " + prefix + "s");
        try (StateStore one = builder().build();
                StateStore two = builder().schemaName(prefix + "s").build()) {
            appended(one.append(append(run(ANN, "r"), StreamPosition.NONE, "w", "a")));
            assertThat(two.load(run(ANN, "r"))).isEqualTo(Loaded.NONE);
        }
        assertThatThrownBy(() -> builder().schemaName("nowhere").build()).isInstanceOf(StoreException.NotReady.class);
    }

    @Test
    void a_closed_store_refuses() {
        JdbcStateStore store = builder().build();
        store.close();
        assertThatThrownBy(store::now)
                .isInstanceOf(StoreException.Unavailable.class)
                .hasMessageContaining("closed");
    }
}
