package ai.netra.agents.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Page;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.RunHeader;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClient;

class RedisStateStoreIT {
    private static final AtomicInteger PREFIXES = new AtomicInteger();
    private static final UserId ANN = UserId.of("ann");
    private static final ThreadId THREAD = ThreadId.of("thread");
    private static final StreamKey.OfThread TALK = new StreamKey.OfThread(ANN, THREAD);
    private static final StreamKey.OfRun RUN = new StreamKey.OfRun(ANN, THREAD, RunId.of("run"));
    private static final Append.Mark RUNNING = Append.Mark.running(Lease.of(Duration.ofMinutes(1)));

    private static RedisProcess server;
    private static RedisClient client;

    private final String prefix = "test-" + PREFIXES.incrementAndGet();
    private final RedisStateStore store = store(client);

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        server = new RedisProcess(directory);
        client = server.client();
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private RedisStateStore store(RedisClient with) {
        return RedisStateStore.builder(with).prefix(prefix).build();
    }

    private Stream<String> keys() {
        return client.keys("*").stream().filter(key -> key.startsWith(prefix + ":"));
    }

    private static void configure(String parameter, String value) {
        try (Jedis admin = new Jedis(server.address())) {
            admin.configSet(parameter, value);
        }
    }

    private static Payload payload(String text) {
        return Payload.of("test", 1, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Payload> payloads(int count) {
        return IntStream.range(0, count).mapToObj(i -> payload("record " + i)).toList();
    }

    private static StreamPosition begun(StateStore store, StreamKey.OfRun run, Append.Mark mark) {
        return appended(store.append(Append.to(run, StreamPosition.NONE, "writer", payloads(1), mark)));
    }

    private static StreamPosition appended(AppendResult result) {
        assertThat(result).isInstanceOf(AppendResult.Appended.class);
        return ((AppendResult.Appended) result).end();
    }

    @Test
    void a_store_opened_anew_finds_everything() {
        StreamPosition end = begun(store, RUN, RUNNING);
        store.keep(RUN, end.generation(), new Snapshot(1, payload("snapshot")));
        end = appended(store.append(Append.to(RUN, end, "writer", payloads(2), RUNNING)));
        var loaded = store.load(RUN);
        var header = store.find(ANN, RUN.run());

        try (RedisClient other = server.client()) {
            RedisStateStore reopened = store(other);
            assertThat(reopened.load(RUN)).isEqualTo(loaded);
            assertThat(reopened.find(ANN, RUN.run())).isEqualTo(header).isPresent();
            assertThat(reopened.append(Append.to(RUN, end, "writer", payloads(1), RUNNING)))
                    .isEqualTo(new AppendResult.Appended(end.plus(1)));
        }
    }

    @Test
    void of_many_that_expect_the_same_each_round_has_one_winner_and_the_losers_are_told_who() throws Exception {
        int writers = 8;
        int rounds = 100;
        CyclicBarrier round = new CyclicBarrier(writers);
        Callable<List<String>> writer = () -> {
            List<String> winners = new ArrayList<>();
            String name = Thread.currentThread().getName();
            StreamPosition end = StreamPosition.NONE;
            try (RedisClient own = server.client()) {
                RedisStateStore racing = store(own);
                for (int i = 0; i < rounds; i++) {
                    round.await();
                    switch (racing.append(Append.to(RUN, end, name, payloads(2), RUNNING))) {
                        case AppendResult.Appended won -> {
                            winners.add(name);
                            end = won.end();
                        }
                        case AppendResult.Conflict lost -> {
                            winners.add(lost.next().orElseThrow());
                            end = lost.end();
                        }
                    }
                }
            }
            return winners;
        };
        Set<List<String>> histories = new HashSet<>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("writer-", 0).factory())) {
            for (Future<List<String>> history : threads.invokeAll(Collections.nCopies(writers, writer))) {
                histories.add(history.get());
            }
        }

        assertThat(histories).as("all saw the same winners").hasSize(1);
        List<String> winners = histories.iterator().next();
        assertThat(store.load(RUN).tail())
                .extracting(record -> record.writer())
                .containsExactlyElementsOf(
                        winners.stream().flatMap(name -> Stream.of(name, name)).toList());
    }

    @Test
    void nothing_expires_and_nothing_but_a_counter_is_left_behind() {
        StreamPosition end = begun(store, RUN, RUNNING);
        store.keep(RUN, end.generation(), new Snapshot(1, payload("snapshot")));
        store.append(Append.to(TALK, StreamPosition.NONE, "writer", payloads(1)));
        assertThat(keys())
                .hasSize(12)
                .allSatisfy(key -> assertThat(client.ttl(key)).isEqualTo(-1));

        assertThat(store.erase(ANN)).isEqualTo(2);

        assertThat(keys()).hasSize(2).allMatch(key -> key.endsWith(":layout") || key.endsWith(":generation"));
    }

    @Test
    void a_stream_that_begins_after_the_counter_was_lost_is_of_another_generation() {
        StreamPosition first = begun(store, RUN, RUNNING);
        store.delete(RUN);
        client.del(keys().filter(key -> key.endsWith(":generation")).findFirst().orElseThrow());

        assertThat(begun(store, RUN, RUNNING).generation()).isGreaterThan(first.generation());
    }

    @Test
    void erases_a_user_of_many_streams_and_nobody_else() {
        StreamKey.OfRun bobs = new StreamKey.OfRun(UserId.of("bob"), THREAD, RUN.run());
        begun(store, bobs, RUNNING);
        for (int i = 0; i < 350; i++) {
            ThreadId thread = ThreadId.of("thread " + i % 50);
            begun(store, new StreamKey.OfRun(ANN, thread, RunId.of("run " + i)), Append.Mark.ended());
            if (i % 2 == 0) {
                store.append(Append.to(
                        new StreamKey.OfThread(ANN, ThreadId.of("talk " + i)), StreamPosition.NONE, "w", payloads(1)));
            }
        }

        assertThat(store.erase(ANN)).isEqualTo(350 + 175);

        assertThat(keys()).noneMatch(key -> key.contains("ann"));
        assertThat(store.load(bobs).end().version()).isEqualTo(1);
    }

    @Test
    void lapsed_runs_of_all_shards_come_the_longest_lapsed_first() {
        List<StreamKey.OfRun> runs = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            StreamKey.OfRun run = new StreamKey.OfRun(UserId.of("user:" + i), THREAD, RunId.of("run {" + i + "}"));
            begun(store, run, Append.Mark.running(Lease.of(Duration.ofMillis(1))));
            runs.add(run);
        }
        begun(store, RUN, RUNNING);
        await().until(() -> store.lapsed(1_000).size() == runs.size());

        assertThat(store.lapsed(1_000)).extracting(RunHeader::key).containsExactlyElementsOf(runs);
        assertThat(store.lapsed(3)).extracting(RunHeader::key).containsExactlyElementsOf(runs.subList(0, 3));
    }

    @Test
    void scripts_that_a_server_forgot_are_sent_again() {
        begun(store, RUN, RUNNING);
        client.scriptFlush();

        assertThat(store.load(RUN).end().version()).isEqualTo(1);
    }

    @Test
    void a_run_whose_log_was_lost_is_corrupt_and_not_shorter() {
        begun(store, RUN, RUNNING);
        client.del(keys().filter(key -> key.endsWith(":log")).findFirst().orElseThrow());

        assertThatThrownBy(() -> store.load(RUN))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining("has come to version 1, but of the records behind 0 there are 0");
    }

    @Test
    void a_conversation_whose_header_was_lost_is_not_begun_over_its_log() {
        Append beginning = Append.to(TALK, StreamPosition.NONE, "writer", payloads(1));
        store.append(beginning);
        client.del(keys().filter(key -> key.endsWith(":thread:ann:thread"))
                .findFirst()
                .orElseThrow());

        assertThatThrownBy(() -> store.append(beginning)).isInstanceOf(StoreException.Corrupt.class);
        assertThat(store.load(TALK).end()).isEqualTo(StreamPosition.NONE);
    }

    @Test
    void a_key_of_somebody_else_is_corrupt_and_left_as_it_is() {
        client.set(prefix + ":{09}:run:ann:thread:run", "theirs");

        assertThatThrownBy(() -> begun(store, RUN, RUNNING))
                .isInstanceOf(StoreException.Corrupt.class)
                .hasMessageContaining("keep others from using the prefix");
        assertThat(client.get(prefix + ":{09}:run:ann:thread:run")).isEqualTo("theirs");
        assertThat(keys()).noneMatch(key -> key.endsWith(":log"));
    }

    @Test
    void what_is_too_large_is_refused_before_anything_is_sent() {
        Payload limit = Payload.of("test", 1, new byte[1 << 20]);
        Payload larger = Payload.of("test", 1, new byte[(1 << 20) + 1]);
        StreamPosition end = appended(store.append(Append.to(TALK, StreamPosition.NONE, "writer", List.of(limit))));
        var used = client.info("commandstats");

        assertThatThrownBy(() -> store.append(Append.to(TALK, end, "writer", List.of(limit, larger))))
                .isInstanceOf(StoreException.TooLarge.class)
                .hasMessageContaining("has 1048577 bytes, and 1048576 are taken")
                .hasMessageContaining("raise maxPayload");
        assertThatThrownBy(() -> store.keep(TALK, end.generation(), new Snapshot(1, larger)))
                .isInstanceOf(StoreException.TooLarge.class);

        assertThat(evals(client.info("commandstats"))).isEqualTo(evals(used));
        RedisStateStore wider = RedisStateStore.builder(client)
                .prefix(prefix)
                .maxPayload(2 << 20)
                .build();
        assertThat(wider.append(Append.to(TALK, end, "writer", List.of(larger))))
                .isInstanceOf(AppendResult.Appended.class);
        assertThat(store.load(TALK).tail().getLast().payload()).isEqualTo(larger);
    }

    private static List<String> evals(String stats) {
        return stats.lines().filter(line -> line.startsWith("cmdstat_eval")).toList();
    }

    @Test
    void stores_of_different_prefixes_know_nothing_of_each_other() {
        begun(store, RUN, RUNNING);
        RedisStateStore other =
                RedisStateStore.builder(client).prefix(prefix + ":b").build();

        assertThat(other.find(ANN, RUN.run())).isEmpty();
        assertThat(other.erase(ANN)).isZero();
        assertThat(store.find(ANN, RUN.run())).isPresent();
    }

    @Test
    void refuses_what_a_later_version_left() {
        client.set(prefix + ":layout", "2");

        assertThatThrownBy(() -> store(client))
                .isInstanceOf(StoreException.NotReady.class)
                .hasMessageContaining("laid out as of version 2, and this store knows version 1");
    }

    @Test
    void refuses_a_server_that_would_evict_what_it_keeps() {
        configure("maxmemory-policy", "allkeys-lru");
        try {
            assertThatThrownBy(() -> store(client))
                    .isInstanceOf(StoreException.NotReady.class)
                    .hasMessageContaining("maxmemory-policy allkeys-lru; set noeviction");
        } finally {
            configure("maxmemory-policy", "noeviction");
        }
    }

    @Test
    void a_full_server_is_unavailable_and_keeps_what_it_has() {
        StreamPosition end = begun(store, RUN, RUNNING);
        configure("maxmemory", "1");
        try {
            assertThatThrownBy(() -> store.append(Append.to(RUN, end, "writer", payloads(1), RUNNING)))
                    .isInstanceOf(StoreException.Unavailable.class)
                    .hasMessageStartingWith("Redis does not serve now: ");
            assertThat(store.load(RUN).end()).isEqualTo(end);
        } finally {
            configure("maxmemory", "0");
        }
    }

    @Test
    void a_user_who_may_not_run_scripts_is_told_so() {
        try (Jedis admin = new Jedis(server.address())) {
            admin.aclSetUser("reader", "on", "nopass", "~*", "+@read", "+@connection");
        }
        try (RedisClient reader = server.client(DefaultJedisClientConfig.builder()
                .user("reader")
                .password("any")
                .build())) {
            assertThatThrownBy(() -> store(reader))
                    .isInstanceOf(StoreException.NotReady.class)
                    .hasMessageContaining("a user who may run scripts on keys of the prefix");
        }
    }

    @Test
    void rejects_what_makes_no_sense_and_names_it() {
        List<Runnable> definitions = List.of(
                () -> RedisStateStore.builder(client).prefix("a b"),
                () -> RedisStateStore.builder(client).maxPayload(0),
                () -> RedisStateStore.builder(client).maxPayload(Integer.MAX_VALUE),
                () -> store.lapsed(0),
                () -> store.read(RUN, 0, 1),
                () -> store.read(RUN, 1, 0));

        assertThat(definitions)
                .allSatisfy(definition -> assertThatThrownBy(definition::run)
                        .isInstanceOf(InvalidDefinitionException.class)
                        .hasMessageMatching("(prefix 'a b'|maxPayload of a store is \\d+ bytes|at most 0|"
                                + "records from version 0).*; .*"));
        assertThat(store.runs(ANN, THREAD, Page.first(1))).isEmpty();
    }

    @Test
    void refuses_a_client_that_waits_for_a_connection_without_limit() {
        try (RedisClient waiting =
                RedisClient.builder().hostAndPort(server.address()).build()) {
            assertThatThrownBy(() -> RedisStateStore.builder(waiting))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageEndingWith("give the client a poolConfig with a maxWait, say that of its timeouts");
        }
    }
}
