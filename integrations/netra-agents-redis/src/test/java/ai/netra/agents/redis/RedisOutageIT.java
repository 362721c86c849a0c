package ai.netra.agents.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Page;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/** Servers that are killed, started again, frozen, or away. */
class RedisOutageIT {
    private static final UserId ANN = UserId.of("ann");
    private static final ThreadId THREAD = ThreadId.of("thread");
    private static final StreamKey.OfRun RUN = new StreamKey.OfRun(ANN, THREAD, RunId.of("run"));
    private static final Append.Mark RUNNING = Append.Mark.running(Lease.of(Duration.ofMinutes(1)));
    private static final List<Payload> ONE = List.of(Payload.of("test", 1, new byte[100]));

    private RedisProcess server;
    private RedisClient client;
    private RedisStateStore store;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        server = new RedisProcess(directory, "--appendonly", "yes", "--appendfsync", "always");
        client = server.client(RedisProcess.config(500));
        store = RedisStateStore.builder(client).build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static AppendResult append(StateStore store, StreamKey.OfRun run, StreamPosition expected, String writer) {
        return store.append(Append.to(run, expected, writer, ONE, RUNNING));
    }

    private StreamPosition begin() {
        return ((AppendResult.Appended) append(store, RUN, StreamPosition.NONE, "writer")).end();
    }

    private static List<Runnable> everything(RedisStateStore store, StreamPosition end) {
        return List.of(
                () -> append(store, RUN, end, "writer"),
                () -> store.read(RUN, 1, 10),
                () -> store.load(RUN),
                () -> store.load(RUN, end),
                () -> store.keep(RUN, end.generation(), new Snapshot(1, ONE.getFirst())),
                () -> store.compact(RUN),
                () -> store.find(ANN, RUN.run()),
                () -> store.runs(ANN, THREAD, Page.first(10)),
                () -> store.unfinished(ANN, THREAD, Page.first(10)),
                () -> store.threads(ANN, Page.first(10)),
                () -> store.lapsed(10),
                () -> store.renew(RUN, "writer", Lease.of(Duration.ofMinutes(1))),
                () -> store.delete(RUN),
                () -> store.erase(ANN),
                store::now);
    }

    private static void assertUnavailable(List<Runnable> calls) {
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call::run)
                        .isInstanceOf(StoreException.Unavailable.class)
                        .hasMessageStartingWith("Redis cannot be reached: ")
                        .hasCauseInstanceOf(RuntimeException.class));
    }

    @Test
    void a_server_that_is_away_is_never_no_state() throws IOException, InterruptedException {
        StreamPosition end = begin();
        server.kill();

        assertUnavailable(everything(store, end));
        assertUnavailable(List.of(() -> RedisStateStore.builder(client).build()));

        server.start();
        assertThat(store.load(RUN).end()).isEqualTo(end);
    }

    @Test
    void a_server_that_does_not_answer_in_time_is_unavailable_and_who_appended_learns_it_from_the_conflict()
            throws IOException, InterruptedException {
        StreamPosition end = begin();
        server.freeze();
        try {
            assertUnavailable(List.of(() -> append(store, RUN, end, "writer"), () -> store.load(RUN)));
        } finally {
            server.thaw();
        }

        assertThat(append(store, RUN, end, "writer"))
                .as("the append arrived, though its acknowledgement was lost")
                .isEqualTo(new AppendResult.Conflict(end.plus(1), Optional.of("writer")));
    }

    @Test
    void a_client_that_was_closed_is_unavailable() {
        StreamPosition end = begin();
        client.close();

        assertUnavailable(everything(store, end));
    }

    @Test
    void what_was_acknowledged_before_a_kill_is_there_after_it() throws Exception {
        List<List<StreamPosition>> acknowledged = new ArrayList<>();
        List<Throwable> ends = new CopyOnWriteArrayList<>();
        List<Thread> writers = new ArrayList<>();
        CountDownLatch enough = new CountDownLatch(400);
        for (int i = 0; i < 4; i++) {
            StreamKey.OfRun run = run(i);
            List<StreamPosition> known = new CopyOnWriteArrayList<>(List.of(StreamPosition.NONE));
            acknowledged.add(known);
            writers.add(Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        known.add(((AppendResult.Appended) append(store, run, known.getLast(), "writer")).end());
                        enough.countDown();
                    }
                } catch (RuntimeException e) {
                    ends.add(e);
                }
            }));
        }
        enough.await();
        server.kill();
        for (Thread writer : writers) {
            writer.join();
        }
        server.start();

        assertThat(ends).hasSize(4).allSatisfy(end -> assertThat(end).isInstanceOf(StoreException.Unavailable.class));
        for (int i = 0; i < 4; i++) {
            StreamPosition last = acknowledged.get(i).getLast();
            var loaded = store.load(run(i));
            assertThat(loaded.end().generation()).isEqualTo(last.generation());
            assertThat(loaded.end().version())
                    .as("all that was acknowledged, and at most the one that was under way")
                    .isBetween(last.version(), last.version() + 1);
            assertThat(loaded.tail()).hasSize((int) loaded.end().version());
            assertThat(store.find(ANN, run(i).run()).orElseThrow().end()).isEqualTo(loaded.end());
        }
    }

    private static StreamKey.OfRun run(int number) {
        return new StreamKey.OfRun(ANN, THREAD, RunId.of("run " + number));
    }

    @Test
    void an_interrupted_thread_ends_unavailable_and_stays_interrupted() throws Exception {
        begin();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        try (RedisClient patient = server.client(RedisProcess.config(60_000))) {
            RedisStateStore waiting = RedisStateStore.builder(patient).build();
            server.freeze();
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    waiting.load(RUN);
                } catch (RuntimeException e) {
                    thrown.set(e);
                }
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            while (caller.getState() != Thread.State.WAITING && caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            caller.interrupt();
            caller.join(Duration.ofSeconds(20));
        } finally {
            server.thaw();
        }

        assertThat(thrown.get()).isInstanceOf(StoreException.Unavailable.class);
        assertThat(interrupted).isTrue();
    }

    @Test
    void a_thread_interrupted_while_it_waits_for_a_connection_stays_interrupted() throws Exception {
        ConnectionPoolConfig one = RedisProcess.pool(60_000);
        one.setMaxTotal(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        try (RedisClient single = RedisClient.builder()
                .hostAndPort(server.address())
                .poolConfig(one)
                .build()) {
            RedisStateStore waiting = RedisStateStore.builder(single).build();
            var held = single.getPool().getResource();
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    waiting.load(RUN);
                } catch (RuntimeException e) {
                    thrown.set(e);
                }
                interrupted.set(Thread.currentThread().isInterrupted());
            });
            while (caller.getState() != Thread.State.WAITING && caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            caller.interrupt();
            caller.join(Duration.ofSeconds(20));
            held.close();
        }

        assertThat(thrown.get()).isInstanceOf(StoreException.Unavailable.class);
        assertThat(interrupted).isTrue();
    }
}
