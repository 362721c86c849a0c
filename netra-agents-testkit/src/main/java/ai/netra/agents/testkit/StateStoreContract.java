package ai.netra.agents.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.netra.agents.InvalidDefinitionException;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link StateStore} promises, as numbered tests. A test class of an implementation extends this one:
 *
 * <pre>{@code
 * class InMemoryStateStoreTest extends StateStoreContract {
 *     private final VirtualClock clock = VirtualClock.manual();
 *     private final StateStore store = InMemoryStateStore.builder().scheduler(clock).build();
 *
 *     @Override
 *     protected StateStore newStore() {
 *         return store;
 *     }
 *
 *     @Override
 *     protected void pass(Duration time) throws InterruptedException {
 *         clock.advance(time);
 *     }
 * }
 * }</pre>
 *
 * <p>JUnit makes an object of that class for each clause, and all stores of one object are on the same data, which are empty at first. So give each
 * object a schema or a prefix of its own, or empty what it uses when it is made; the first store is asked for before the subclass's own
 * {@code @BeforeEach}. Servers are real ones. A clause takes a second or so on a server that writes through to its disk, those with a thousand rounds
 * some more.
 *
 * <p>Long, as it is one list with little between its items.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
@Timeout(180)
public abstract class StateStoreContract {
    private static final int MEBIBYTE = 1 << 20;
    private static final int ALL = Integer.MAX_VALUE;
    private static final Lease HOUR = Lease.of(Duration.ofHours(1));
    private static final StreamPosition NONE = StreamPosition.NONE;
    private static final UserId ANN = UserId.of("ann");
    private static final UserId BOB = UserId.of("bob");
    private static final ThreadId THREAD = ThreadId.of("thread");
    private static final RunId FIRST = RunId.of("first");
    private static final StreamKey.OfThread TALK = new StreamKey.OfThread(ANN, THREAD);
    private static final StreamKey.OfRun RUN = new StreamKey.OfRun(ANN, THREAD, FIRST);

    /** What could be taken for one another, or for all of them, in a key that is a text, a pattern, a path, or a column. */
    private static final List<String> ALIKE = List.of(
            "user",
            "User",
            "user ",
            " user",
            "user:",
            ":user",
            "user/",
            "user|",
            "user,",
            "user\\",
            "user'",
            "user\"",
            "*",
            "us?r",
            "us_r",
            "us%",
            "%",
            "[user]",
            "{user}",
            "user}",
            "{",
            "..",
            ".",
            "user0",
            "user\u200B",
            "us\u00E9r",
            "use\u0301r",
            "us\u0435r",
            "\u00FCser",
            "u\u0308ser",
            "\uD83D\uDE00",
            "\uD83D\uDE01",
            "\uD800",
            "\uD801",
            "?",
            "\uFFFD",
            "0",
            "00",
            "-1",
            "null",
            "NULL");

    private final List<StateStore> opened = new ArrayList<>();

    /** For subclasses. */
    protected StateStoreContract() {}

    /**
     * Another store on the data of this test, as another process would open it; the same one where nothing is shared between stores. The test closes
     * what it asked for.
     */
    protected abstract StateStore newStore();

    /**
     * A store that takes payloads of so many bytes at most, on the data of this test or on data of its own; empty, and the clauses on that skipped, where
     * there is no such limit.
     */
    protected Optional<StateStore> newStoreOf(int maxPayload) {
        return Optional.empty();
    }

    /** The bytes that the store adds to a payload, where those count against its limit; none by default. */
    protected int overhead() {
        return 0;
    }

    /**
     * Cuts the stores of this test off from their data, until what it gives back is run; empty, and the clauses on that skipped, where that cannot be.
     */
    protected Optional<Runnable> outage() {
        return Optional.empty();
    }

    /** Lets time pass by which leases lapse: moves a virtual clock, or waits. */
    protected abstract void pass(Duration time) throws InterruptedException;

    /** The unit of time: long against the jitter of the machine where time is real, short for a test. 20 ms by default. */
    protected Duration tick() {
        return Duration.ofMillis(20);
    }

    @BeforeEach
    void open() {
        opened.add(newStore());
    }

    @AfterEach
    void close() {
        opened.forEach(StateStore::close);
    }

    private StateStore store() {
        return opened.get(0);
    }

    private StateStore another() {
        opened.add(newStore());
        return opened.get(opened.size() - 1);
    }

    private Duration ticks(int count) {
        return tick().multipliedBy(count);
    }

    private Mark leased(int ticks) {
        return Mark.running(Lease.of(ticks(ticks)));
    }

    private static Payload payload(String text) {
        return Payload.of("noted", 1, text.getBytes(UTF_8));
    }

    private static String text(Payload payload) {
        return new String(payload.bytes(), UTF_8);
    }

    private static List<Payload> payloads(String... texts) {
        return Stream.of(texts).map(StateStoreContract::payload).toList();
    }

    private static Append appendOf(StreamKey stream, StreamPosition expected, String writer, List<Payload> records) {
        return new Append(
                stream,
                expected,
                writer,
                records,
                stream instanceof StreamKey.OfRun ? Optional.of(Mark.running(HOUR)) : Optional.empty());
    }

    private AppendResult offer(StreamKey stream, StreamPosition expected, String writer, String... texts) {
        return store().append(appendOf(stream, expected, writer, payloads(texts)));
    }

    private StreamPosition append(StreamKey stream, StreamPosition expected, String writer, String... texts) {
        return appended(offer(stream, expected, writer, texts));
    }

    private StreamPosition append(StreamKey.OfRun run, StreamPosition expected, String writer, Mark mark) {
        return appended(store().append(
                        Append.to(run, expected, writer, payloads(run.run().value()), mark)));
    }

    private static StreamPosition appended(AppendResult result) {
        assertThat(result).isInstanceOf(Appended.class);
        return ((Appended) result).end();
    }

    private static Conflict conflict(AppendResult result) {
        assertThat(result).isInstanceOf(Conflict.class);
        return (Conflict) result;
    }

    private StreamPosition grow(StreamKey stream, int records) {
        return append(
                stream,
                NONE,
                "w",
                LongStream.rangeClosed(1, records).mapToObj(Long::toString).toArray(String[]::new));
    }

    private List<StoredRecord> all(StreamKey stream) {
        return store().read(stream, 1, ALL);
    }

    private List<String> texts(StreamKey stream) {
        return texts(all(stream));
    }

    private static List<String> texts(List<StoredRecord> records) {
        return records.stream().map(record -> text(record.payload())).toList();
    }

    private static List<Long> versions(List<StoredRecord> records) {
        return records.stream().map(StoredRecord::version).toList();
    }

    private static List<String> writers(List<StoredRecord> records) {
        return records.stream().map(StoredRecord::writer).toList();
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static StreamKey.OfRun run(String id) {
        return new StreamKey.OfRun(ANN, THREAD, RunId.of(id));
    }

    private static StreamKey.OfThread talk(String thread) {
        return new StreamKey.OfThread(ANN, ThreadId.of(thread));
    }

    private boolean keep(StreamKey stream, long version, String text) {
        return store().keep(stream, store().load(stream).end().generation(), new Snapshot(version, payload(text)));
    }

    private RunHeader header(StreamKey.OfRun run) {
        return store().find(run.user(), run.run()).orElseThrow();
    }

    private List<StreamKey.OfRun> lapsed() {
        return keys(store().lapsed(ALL));
    }

    private static List<StreamKey.OfRun> keys(List<RunHeader> headers) {
        return headers.stream().map(RunHeader::key).toList();
    }

    private List<StreamKey.OfRun> unfinished() {
        return keys(store().unfinished(ANN, THREAD, Page.first(ALL)));
    }

    /** Does the same many times at once, and gives back what came of each. */
    private static <T> List<T> together(int count, IntFunction<T> action) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<FutureTask<T>> tasks = IntStream.range(0, count)
                .mapToObj(number -> new FutureTask<>((Callable<T>) () -> {
                    start.await();
                    return action.apply(number);
                }))
                .toList();
        tasks.forEach(task -> Thread.ofVirtual().start(task));
        start.countDown();
        List<T> results = new ArrayList<>();
        for (FutureTask<T> task : tasks) {
            try {
                results.add(task.get());
            } catch (ExecutionException e) {
                throw new AssertionError("one of " + count + " at once failed", e.getCause());
            }
        }
        return results;
    }

    private static long wins(List<AppendResult> results) {
        return results.stream().filter(Appended.class::isInstance).count();
    }

    // Appending

    @Test
    void s001_what_never_began_is_not_there() {
        assertThat(store().load(RUN)).isEqualTo(Loaded.NONE);
        assertThat(store().load(TALK)).isEqualTo(Loaded.NONE);
        assertThat(all(RUN)).isEmpty();
        assertThat(all(TALK)).isEmpty();
        assertThat(store().find(ANN, FIRST)).isEmpty();
        assertThat(store().lapsed(ALL)).isEmpty();
    }

    @Test
    void s002_a_conversation_begins_with_its_first_record() {
        StreamPosition end = append(TALK, NONE, "w", "hello");

        assertThat(end.version()).isEqualTo(1);
        assertThat(end.generation()).isPositive();
        assertThat(store().load(TALK).end()).isEqualTo(end);
        assertThat(texts(TALK)).containsExactly("hello");
    }

    @Test
    void s003_a_journal_begins_with_its_first_record() {
        StreamPosition end = append(RUN, NONE, "w", "began");

        assertThat(end.version()).isEqualTo(1);
        assertThat(end.generation()).isPositive();
        assertThat(store().load(RUN).end()).isEqualTo(end);
        assertThat(texts(RUN)).containsExactly("began");
    }

    @Test
    void s004_versions_count_from_1_without_gaps() {
        StreamPosition end = NONE;
        for (int i = 1; i <= 20; i++) {
            end = append(TALK, end, "w", "record " + i);
            assertThat(end.version()).isEqualTo(i);
        }

        assertThat(versions(all(TALK))).isEqualTo(upTo(20));
    }

    @Test
    void s005_records_of_one_append_keep_their_order() {
        StreamPosition end = append(RUN, NONE, "w", "c", "a", "b", "a");

        assertThat(end.version()).isEqualTo(4);
        assertThat(texts(RUN)).containsExactly("c", "a", "b", "a");
        assertThat(versions(all(RUN))).isEqualTo(upTo(4));
    }

    @Test
    void s006_an_append_ends_as_many_records_on_in_the_same_generation() {
        StreamPosition first = append(TALK, NONE, "w", "1", "2", "3");
        StreamPosition second = append(TALK, first, "w", "4", "5");

        assertThat(second).isEqualTo(first.plus(2));
        assertThat(store().load(TALK).end()).isEqualTo(second);
    }

    @Test
    void s007_a_thousand_records_are_appended_at_once() {
        grow(RUN, 1_000);

        assertThat(texts(RUN))
                .isEqualTo(upTo(1_000).stream().map(String::valueOf).toList());
        assertThat(versions(all(RUN))).isEqualTo(upTo(1_000));
    }

    @Test
    void s008_appends_of_any_size_follow_each_other() {
        StreamPosition end = NONE;
        List<String> expected = new ArrayList<>();
        for (int size : List.of(1, 2, 3, 10, 1, 99, 100, 101, 1, 250)) {
            String[] texts =
                    IntStream.range(0, size).mapToObj(i -> size + "/" + i).toArray(String[]::new);
            end = append(TALK, end, "w", texts);
            expected.addAll(List.of(texts));
        }

        assertThat(texts(TALK)).isEqualTo(expected);
        assertThat(versions(all(TALK))).isEqualTo(upTo(expected.size()));
    }

    @Test
    void s009_each_record_names_who_wrote_it() {
        StreamPosition end = append(TALK, NONE, "one", "1", "2");
        append(TALK, end, "other", "3");

        assertThat(writers(all(TALK))).containsExactly("one", "one", "other");
    }

    @Test
    void s010_a_journal_is_not_the_conversation_it_belongs_to() {
        append(TALK, NONE, "w", "hello");
        append(RUN, NONE, "w", "began");
        append(run("second"), NONE, "w", "began too");

        assertThat(texts(TALK)).containsExactly("hello");
        assertThat(texts(RUN)).containsExactly("began");
        assertThat(texts(run("second"))).containsExactly("began too");
    }

    @Test
    void s011_a_run_may_begin_in_any_phase() {
        append(run("running"), NONE, "w", Mark.running(HOUR));
        append(run("suspended"), NONE, "w", Mark.suspended());
        append(run("ended"), NONE, "w", Mark.ended());

        assertThat(header(run("running")).phase()).isEqualTo(RunPhase.RUNNING);
        assertThat(header(run("suspended")).phase()).isEqualTo(RunPhase.SUSPENDED);
        assertThat(header(run("ended")).phase()).isEqualTo(RunPhase.ENDED);
    }

    @Test
    void s012_a_payload_made_of_a_value_is_read_back_as_it_was_encoded() {
        Payload live = Payload.of("k", 2, "value", (String value) -> value.getBytes(UTF_8));
        appended(store().append(appendOf(TALK, NONE, "w", List.of(live))));

        assertThat(all(TALK).get(0).payload()).isEqualTo(Payload.of("k", 2, "value".getBytes(UTF_8)));
    }

    @Test
    void s013_one_store_finds_at_once_what_another_appended() {
        StateStore other = another();
        StreamPosition end = NONE;
        for (int i = 1; i <= 10; i++) {
            StateStore writing = i % 2 == 0 ? store() : other;
            StateStore reading = i % 2 == 0 ? other : store();
            end = appended(writing.append(appendOf(RUN, end, "w", payloads("record " + i))));

            assertThat(reading.load(RUN).end()).isEqualTo(end);
            assertThat(reading.find(ANN, FIRST).orElseThrow().end()).isEqualTo(end);
        }
    }

    @Test
    void s014_reading_and_loading_change_nothing() {
        StreamPosition end = grow(RUN, 3);
        RunHeader before = header(RUN);
        for (int i = 0; i < 3; i++) {
            store().load(RUN);
            store().load(RUN, end);
            store().read(RUN, 2, 1);
            store().unfinished(ANN, THREAD, Page.first(1));
        }

        assertThat(header(RUN)).isEqualTo(before);
        assertThat(store().load(TALK)).as("not begun by looking").isEqualTo(Loaded.NONE);
    }

    // Comparing and setting

    @Test
    void s015_what_is_there_cannot_begin() {
        StreamPosition end = append(TALK, NONE, "one", "1", "2");
        Conflict conflict = conflict(offer(TALK, NONE, "other", "x"));

        assertThat(conflict).isEqualTo(new Conflict(end, Optional.of("one")));
        assertThat(texts(TALK)).containsExactly("1", "2");
    }

    @Test
    void s016_an_append_that_expects_less_than_there_is_conflicts() {
        StreamPosition first = append(RUN, NONE, "one", "1");
        StreamPosition end = append(RUN, append(RUN, first, "two", "2"), "three", "3");

        assertThat(conflict(offer(RUN, first, "other", "x"))).isEqualTo(new Conflict(end, Optional.of("two")));
        assertThat(texts(RUN)).containsExactly("1", "2", "3");
    }

    @Test
    void s017_an_append_that_expects_more_than_there_is_conflicts() {
        StreamPosition end = append(TALK, NONE, "w", "1");

        assertThat(conflict(offer(TALK, end.plus(1), "w", "x"))).isEqualTo(new Conflict(end, Optional.empty()));
        assertThat(texts(TALK)).containsExactly("1");
    }

    @Test
    void s018_an_append_that_expects_what_is_not_there_conflicts() {
        StreamPosition nowhere = new StreamPosition(7, 3);

        assertThat(conflict(offer(TALK, nowhere, "w", "x"))).isEqualTo(new Conflict(NONE, Optional.empty()));
        assertThat(conflict(offer(RUN, nowhere, "w", "x"))).isEqualTo(new Conflict(NONE, Optional.empty()));
        assertThat(store().load(TALK)).isEqualTo(Loaded.NONE);
        assertThat(store().find(ANN, FIRST)).isEmpty();
    }

    @Test
    void s019_an_append_that_expects_another_generation_conflicts() {
        StreamPosition end = append(TALK, NONE, "w", "1", "2");

        for (long version = 1; version <= 3; version++) {
            StreamPosition other = new StreamPosition(end.generation() + 1, version);
            assertThat(conflict(offer(TALK, other, "w", "x"))).isEqualTo(new Conflict(end, Optional.empty()));
        }
        assertThat(texts(TALK)).containsExactly("1", "2");
    }

    @Test
    void s020_a_conflict_changes_nothing_that_is_known_of_a_run() throws InterruptedException {
        StreamPosition first = append(RUN, NONE, "one", "1");
        append(RUN, first, "two", "2");
        RunHeader before = header(RUN);
        pass(ticks(1));
        conflict(store().append(Append.to(RUN, first, "three", payloads("x"), Mark.ended())));
        conflict(store().append(Append.to(RUN, NONE, "three", payloads("x"), leased(1))));

        assertThat(header(RUN)).isEqualTo(before);
        assertThat(unfinished()).containsExactly(RUN);
    }

    @Test
    void s021_a_conflict_appends_none_of_many_records() {
        StreamPosition end = grow(TALK, 3);
        conflict(offer(TALK, new StreamPosition(end.generation(), 2), "w", "x", "y", "z"));

        assertThat(store().load(TALK).end()).isEqualTo(end);
        assertThat(texts(TALK)).containsExactly("1", "2", "3");
    }

    @Test
    void s022_of_two_writers_exactly_one_wins_in_each_of_a_thousand_rounds() throws InterruptedException {
        List<StateStore> stores = List.of(store(), another());
        StreamPosition end = NONE;
        for (int round = 1; round <= 1_000; round++) {
            StreamPosition expected = end;
            List<AppendResult> results =
                    together(2, i -> stores.get(i).append(appendOf(RUN, expected, "w" + i, payloads("record"))));
            assertThat(wins(results)).as("winners of round %s", round).isEqualTo(1);
            int winner = results.get(0) instanceof Appended ? 0 : 1;
            end = appended(results.get(winner));
            assertThat(results.get(1 - winner)).isEqualTo(new Conflict(end, Optional.of("w" + winner)));
        }

        assertThat(versions(all(RUN))).isEqualTo(upTo(1_000));
    }

    @Test
    void s023_of_many_writers_who_begin_a_stream_exactly_one_does() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            StreamKey stream = round % 2 == 0 ? talk("t" + round) : run("r" + round);
            List<AppendResult> results = together(16, i -> offer(stream, NONE, "w" + i, "by " + i, "and " + i));

            assertThat(wins(results)).isEqualTo(1);
            assertThat(versions(all(stream))).isEqualTo(upTo(2));
        }
    }

    @Test
    void s024_many_writers_who_try_again_lose_no_record() throws InterruptedException {
        List<StateStore> stores = List.of(store(), another());
        together(8, writer -> {
            StateStore mine = stores.get(writer % 2);
            for (int i = 0; i < 10; i++) {
                insist(mine, "w" + writer, writer + "/" + i);
            }
            return writer;
        });

        assertThat(versions(all(TALK))).isEqualTo(upTo(80));
        assertThat(new HashSet<>(texts(TALK))).hasSize(80);
        for (int writer = 0; writer < 8; writer++) {
            String prefix = writer + "/";
            assertThat(texts(TALK).stream().filter(text -> text.startsWith(prefix)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 10).mapToObj(i -> prefix + i).toList());
        }
    }

    /** Reads how far the conversation has come and appends to it, again and again until nobody comes between. */
    private static void insist(StateStore store, String writer, String... texts) {
        for (int attempt = 0; attempt < 10_000; attempt++) {
            Append append = appendOf(TALK, store.load(TALK).end(), writer, payloads(texts));
            if (store.append(append) instanceof Appended) {
                return;
            }
        }
        throw new AssertionError(writer + " came too late 10,000 times");
    }

    @Test
    void s025_records_of_one_append_stay_together() throws InterruptedException {
        together(8, writer -> {
            insist(store(), "w" + writer, "1", "2", "3");
            return writer;
        });

        List<StoredRecord> records = all(TALK);
        assertThat(records).hasSize(24);
        for (int i = 0; i < 24; i += 3) {
            assertThat(new HashSet<>(writers(records.subList(i, i + 3)))).hasSize(1);
            assertThat(texts(records.subList(i, i + 3))).containsExactly("1", "2", "3");
        }
    }

    @Test
    void s026_appends_to_different_streams_do_not_conflict() throws InterruptedException {
        together(32, number -> {
            StreamKey stream = number % 2 == 0 ? run("r" + number) : talk("t" + number);
            StreamPosition end = NONE;
            for (int i = 0; i < 10; i++) {
                end = append(stream, end, "w" + number, number + "/" + i);
            }
            return end;
        });

        for (int number = 0; number < 32; number++) {
            StreamKey stream = number % 2 == 0 ? run("r" + number) : talk("t" + number);
            int of = number;
            assertThat(texts(stream))
                    .isEqualTo(
                            IntStream.range(0, 10).mapToObj(i -> of + "/" + i).toList());
        }
    }

    @Test
    void s027_a_user_has_a_run_of_an_id_in_one_thread_only() {
        append(RUN, NONE, "one", "1");
        StreamKey.OfRun elsewhere = new StreamKey.OfRun(ANN, ThreadId.of("elsewhere"), FIRST);

        assertThat(conflict(offer(elsewhere, NONE, "other", "x"))).isEqualTo(new Conflict(NONE, Optional.empty()));
        assertThat(store().load(elsewhere)).isEqualTo(Loaded.NONE);
        assertThat(store().runs(ANN, elsewhere.thread(), Page.first(ALL))).isEmpty();
        assertThat(header(RUN).key()).isEqualTo(RUN);
        assertThat(texts(RUN)).containsExactly("1");
    }

    @Test
    void s028_a_run_that_begins_in_many_threads_at_once_begins_in_one() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            RunId id = RunId.of("run " + round);
            List<AppendResult> results =
                    together(8, i -> offer(new StreamKey.OfRun(ANN, ThreadId.of("t" + i), id), NONE, "w" + i, "began"));

            assertThat(wins(results)).isEqualTo(1);
            RunHeader header = store().find(ANN, id).orElseThrow();
            assertThat(results.indexOf(new Appended(header.end())))
                    .isEqualTo(IntStream.range(0, 8)
                            .filter(i -> header.writer().equals("w" + i))
                            .findFirst()
                            .orElseThrow());
            assertThat(texts(header.key())).containsExactly("began");
        }
    }

    // Acknowledgements that were lost

    @Test
    void s029_a_writer_that_appends_again_finds_that_it_had_appended() {
        StreamPosition first = append(RUN, NONE, "one", "1");
        StreamPosition end = append(RUN, first, "two", "2", "3");

        assertThat(offer(RUN, first, "two", "2", "3")).isEqualTo(new Conflict(end, Optional.of("two")));
        assertThat(texts(RUN)).containsExactly("1", "2", "3");
    }

    @Test
    void s030_a_writer_that_begins_again_finds_that_it_had_begun() {
        StreamPosition end = append(RUN, NONE, "one", "1");

        assertThat(offer(RUN, NONE, "one", "1")).isEqualTo(new Conflict(end, Optional.of("one")));
        assertThat(texts(RUN)).containsExactly("1");
    }

    @Test
    void s031_a_writer_finds_that_it_had_appended_though_another_has_since() {
        StreamPosition first = append(RUN, NONE, "one", "1");
        StreamPosition lost = append(RUN, first, "two", "2");
        StreamPosition end = append(RUN, lost, "three", "3");

        assertThat(offer(RUN, first, "two", "2")).isEqualTo(new Conflict(end, Optional.of("two")));
        assertThat(writers(store().read(RUN, first.version() + 1, 1))).containsExactly("two");
    }

    @Test
    void s032_a_writer_whose_append_did_not_arrive_finds_who_came_before_it() {
        StreamPosition first = append(TALK, NONE, "one", "1");
        StreamPosition end = append(TALK, first, "other", "2");

        assertThat(offer(TALK, first, "mine", "2")).isEqualTo(new Conflict(end, Optional.of("other")));
        assertThat(writers(all(TALK))).doesNotContain("mine");
    }

    @Test
    void s033_the_same_append_sent_many_times_at_once_arrives_once() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            StreamKey stream = talk("t" + round);
            List<AppendResult> results = together(8, i -> offer(stream, NONE, "w", "1", "2"));

            assertThat(wins(results)).isEqualTo(1);
            assertThat(results.stream()
                            .filter(Conflict.class::isInstance)
                            .map(result -> conflict(result).next()))
                    .containsOnly(Optional.of("w"));
            assertThat(texts(stream)).containsExactly("1", "2");
        }
    }

    // Fencing

    @Test
    void s034_who_was_taken_over_appends_no_more() {
        StreamPosition end = append(RUN, NONE, "old", "1");
        StreamPosition taken = append(RUN, end, "new", "owned");

        assertThat(offer(RUN, end, "old", "2")).isEqualTo(new Conflict(taken, Optional.of("new")));
        assertThat(writers(all(RUN))).containsExactly("old", "new");
    }

    @Test
    void s035_who_was_taken_over_does_not_prolong_the_lease() {
        StreamPosition end = append(RUN, NONE, "old", "1");
        append(RUN, end, "new", "owned");
        RunHeader before = header(RUN);

        assertThat(store().renew(RUN, "old", Lease.of(Duration.ofHours(2)))).isFalse();
        assertThat(header(RUN)).isEqualTo(before);
    }

    @Test
    void s036_a_run_is_taken_over_though_its_lease_holds() {
        StreamPosition end = append(RUN, NONE, "old", Mark.running(HOUR));
        append(RUN, end, "new", leased(1_000));

        assertThat(header(RUN).writer()).isEqualTo("new");
        conflict(offer(RUN, end, "old", "x"));
    }

    @Test
    void s037_of_those_who_take_a_run_over_at_once_one_does() throws InterruptedException {
        List<StateStore> stores = List.of(store(), another());
        StreamPosition end = append(RUN, NONE, "w", "1");
        for (int round = 0; round < 50; round++) {
            StreamPosition expected = end;
            String of = round + "/";
            List<AppendResult> results =
                    together(8, i -> stores.get(i % 2).append(appendOf(RUN, expected, of + i, payloads("owned"))));

            assertThat(wins(results)).isEqualTo(1);
            end = store().load(RUN).end();
            String winner = header(RUN).writer();
            assertThat(results.stream()
                            .filter(Conflict.class::isInstance)
                            .map(result -> conflict(result).next()))
                    .containsOnly(Optional.of(winner));
        }
    }

    @Test
    void s038_the_writer_of_a_deleted_run_does_not_bring_it_back() {
        StreamPosition end = append(RUN, NONE, "w", "1");
        store().delete(RUN);

        assertThat(offer(RUN, end, "w", "2")).isEqualTo(new Conflict(NONE, Optional.empty()));
        assertThat(store().renew(RUN, "w", HOUR)).isFalse();
        assertThat(store().find(ANN, FIRST)).isEmpty();
    }

    @Test
    void s039_the_writer_of_a_deleted_stream_does_not_go_on_in_the_one_after_it() {
        for (StreamKey stream : List.of(RUN, TALK)) {
            StreamPosition old = append(stream, NONE, "old", "1", "2");
            store().delete(stream);
            StreamPosition end = append(stream, NONE, "new", "a", "b");

            assertThat(end.version()).isEqualTo(old.version());
            assertThat(offer(stream, old, "old", "3")).isEqualTo(new Conflict(end, Optional.empty()));
            assertThat(texts(stream)).containsExactly("a", "b");
        }
    }

    @Test
    void s040_a_late_append_beside_a_deletion_is_never_part_of_what_begins_after_it() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            StreamPosition old = append(RUN, NONE, "old", "1");
            together(2, i -> {
                if (i == 0) {
                    return offer(RUN, old, "old", "late");
                }
                assertThat(store().delete(RUN)).isTrue();
                return append(RUN, NONE, "new", "fresh");
            });

            assertThat(texts(RUN)).containsExactly("fresh");
            assertThat(header(RUN).writer()).isEqualTo("new");
            store().delete(RUN);
        }
    }

    // Isolation

    @Test
    void s041_the_same_ids_of_two_users_are_two_streams() {
        for (UserId user : List.of(ANN, BOB)) {
            append(new StreamKey.OfThread(user, THREAD), NONE, "w", "talk of " + user);
            append(new StreamKey.OfRun(user, THREAD, FIRST), NONE, "w", "run of " + user);
        }

        for (UserId user : List.of(ANN, BOB)) {
            assertThat(texts(new StreamKey.OfThread(user, THREAD))).containsExactly("talk of " + user);
            assertThat(texts(new StreamKey.OfRun(user, THREAD, FIRST))).containsExactly("run of " + user);
            assertThat(store().find(user, FIRST).orElseThrow().key().user()).isEqualTo(user);
        }
    }

    @Test
    void s042_users_who_look_alike_find_each_their_own_run() {
        apart(user -> new StreamKey.OfRun(UserId.of(user), THREAD, FIRST));
    }

    @Test
    void s043_users_who_look_alike_find_each_their_own_conversation() {
        apart(user -> new StreamKey.OfThread(UserId.of(user), THREAD));
    }

    @Test
    void s044_threads_that_look_alike_are_apart() {
        apart(StateStoreContract::talk);
    }

    @Test
    void s045_runs_that_look_alike_are_apart() {
        apart(StateStoreContract::run);
    }

    private void apart(Function<String, StreamKey> streams) {
        for (String id : ALIKE) {
            assertThat(store().load(streams.apply(id)))
                    .as("before '%s' began", id)
                    .isEqualTo(Loaded.NONE);
            append(streams.apply(id), NONE, "w", "of " + ALIKE.indexOf(id));
        }
        for (String id : ALIKE) {
            assertThat(texts(streams.apply(id))).as("of '%s'", id).containsExactly("of " + ALIKE.indexOf(id));
        }
        for (String id : ALIKE) {
            assertThat(store().delete(streams.apply(id)))
                    .as("'%s' was there", id)
                    .isTrue();
            assertThat(store().load(streams.apply(id))).isEqualTo(Loaded.NONE);
        }
    }

    @Test
    void s046_lists_hold_the_ids_of_users_and_threads_who_look_alike_as_they_are() {
        for (String id : ALIKE) {
            append(new StreamKey.OfRun(UserId.of(id), ThreadId.of(id), RunId.of(id)), NONE, "w", "began");
            append(new StreamKey.OfThread(UserId.of(id), ThreadId.of(id)), NONE, "w", "hello");
        }

        for (String id : ALIKE) {
            StreamKey.OfRun run = new StreamKey.OfRun(UserId.of(id), ThreadId.of(id), RunId.of(id));
            assertThat(keys(store().runs(run.user(), run.thread(), Page.first(ALL))))
                    .containsExactly(run);
            assertThat(keys(store().unfinished(run.user(), run.thread(), Page.first(ALL))))
                    .containsExactly(run);
            assertThat(store().find(run.user(), run.run()).map(RunHeader::key)).contains(run);
            assertThat(store().threads(run.user(), Page.first(ALL)))
                    .extracting(ThreadHeader::key)
                    .containsExactly(new StreamKey.OfThread(run.user(), run.thread()));
        }
    }

    @Test
    void s047_ids_do_not_run_into_each_other() {
        List<StreamKey> streams = new ArrayList<>();
        for (String between : List.of("", ":", "/", "|", ",", " ", "\\", "}", "_", "%", "\u2028")) {
            UserId joined = UserId.of("a" + between + "b");
            ThreadId to = ThreadId.of("b" + between + "c");
            String last = "d" + streams.size();
            streams.add(new StreamKey.OfThread(joined, ThreadId.of("c")));
            streams.add(new StreamKey.OfThread(UserId.of("a"), to));
            streams.add(new StreamKey.OfRun(joined, ThreadId.of("c"), RunId.of(last)));
            streams.add(new StreamKey.OfRun(UserId.of("a"), to, RunId.of(last)));
            streams.add(new StreamKey.OfRun(UserId.of("a"), ThreadId.of("b"), RunId.of("c" + between + last)));
        }
        for (StreamKey stream : streams) {
            assertThat(store().load(stream)).as("%s before it began", stream).isEqualTo(Loaded.NONE);
            append(stream, NONE, "w", stream.toString());
        }
        for (StreamKey stream : streams) {
            assertThat(texts(stream)).containsExactly(stream.toString());
        }
    }

    @Test
    void s048_another_users_stream_cannot_be_deleted() {
        append(RUN, NONE, "w", "1");
        append(TALK, NONE, "w", "1");

        assertThat(store().delete(new StreamKey.OfRun(BOB, THREAD, FIRST))).isFalse();
        assertThat(store().delete(new StreamKey.OfThread(BOB, THREAD))).isFalse();
        assertThat(texts(RUN)).containsExactly("1");
        assertThat(texts(TALK)).containsExactly("1");
    }

    @Test
    void s049_another_users_run_cannot_be_renewed() {
        append(RUN, NONE, "w", "1");
        RunHeader before = header(RUN);

        assertThat(store().renew(new StreamKey.OfRun(BOB, THREAD, FIRST), "w", Lease.of(Duration.ofHours(2))))
                .isFalse();
        assertThat(header(RUN)).isEqualTo(before);
    }

    @Test
    void s050_a_snapshot_is_not_another_users() {
        StreamKey bobs = new StreamKey.OfThread(BOB, THREAD);
        grow(TALK, 2);
        grow(bobs, 2);
        assertThat(keep(TALK, 2, "ann's")).isTrue();

        assertThat(store().load(bobs).snapshot()).isEmpty();
        assertThat(store().compact(bobs)).isZero();
        assertThat(store().compact(TALK)).isEqualTo(2);
        assertThat(texts(bobs)).containsExactly("1", "2");
    }

    @Test
    void s051_nothing_of_another_user_is_listed() {
        append(RUN, NONE, "w", "1");
        append(TALK, NONE, "w", "1");

        assertThat(store().runs(BOB, THREAD, Page.first(ALL))).isEmpty();
        assertThat(store().unfinished(BOB, THREAD, Page.first(ALL))).isEmpty();
        assertThat(store().threads(BOB, Page.first(ALL))).isEmpty();
        assertThat(store().find(BOB, FIRST)).isEmpty();
    }

    @Test
    void s052_nothing_of_another_thread_is_listed() {
        append(RUN, NONE, "w", "1");
        StreamKey.OfRun elsewhere = new StreamKey.OfRun(ANN, ThreadId.of("threads"), RunId.of("second"));
        append(elsewhere, NONE, "w", "1");

        assertThat(keys(store().runs(ANN, THREAD, Page.first(ALL)))).containsExactly(RUN);
        assertThat(unfinished()).containsExactly(RUN);
        assertThat(keys(store().runs(ANN, elsewhere.thread(), Page.first(ALL)))).containsExactly(elsewhere);
    }

    @Test
    void s053_many_users_at_once_find_what_is_theirs() throws InterruptedException {
        together(32, number -> {
            UserId user = UserId.of("user " + number);
            StreamKey.OfRun run = new StreamKey.OfRun(user, THREAD, FIRST);
            StreamPosition end = NONE;
            for (int i = 0; i < 5; i++) {
                end = append(run, end, "w", user + "/" + i);
                assertThat(store().find(user, FIRST).orElseThrow().key()).isEqualTo(run);
                assertThat(texts(run)).hasSize(i + 1).allMatch(text -> text.startsWith(user + "/"));
            }
            return end;
        });
    }

    // Payloads

    @Test
    void s054_a_payload_may_be_empty() {
        append(TALK, NONE, "w", "", "x", "");
        keep(TALK, 1, "");

        assertThat(texts(TALK)).containsExactly("", "x", "");
        assertThat(store().load(TALK).snapshot()).contains(new Snapshot(1, payload("")));
    }

    @Test
    void s055_a_payload_holds_any_bytes() {
        byte[] bytes = new byte[512];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i < 256 ? i : 511 - i);
        }
        Payload payload = Payload.of("bytes", 1, bytes);
        StreamPosition end = appended(store().append(appendOf(TALK, NONE, "w", List.of(payload))));
        store().keep(TALK, end.generation(), new Snapshot(1, payload));

        assertThat(all(TALK).get(0).payload().bytes()).isEqualTo(bytes);
        assertThat(store().load(TALK).snapshot().orElseThrow().payload().bytes())
                .isEqualTo(bytes);
    }

    @Test
    void s056_random_bytes_of_many_sizes_are_read_as_they_were_written() {
        Random random = new Random(4);
        List<Payload> written = IntStream.of(0, 1, 2, 3, 255, 256, 257, 4_095, 4_096, 8_191, 65_535, 65_536, 65_537)
                .mapToObj(size -> {
                    byte[] bytes = new byte[size];
                    random.nextBytes(bytes);
                    return Payload.of("random", 1, bytes);
                })
                .toList();
        appended(store().append(appendOf(TALK, NONE, "w", written)));

        assertThat(all(TALK)).extracting(StoredRecord::payload).isEqualTo(written);
    }

    @Test
    void s057_a_payload_may_have_a_mebibyte() {
        Payload payload = mebibyte(1);
        appended(store().append(appendOf(RUN, NONE, "w", List.of(payload))));

        assertThat(all(RUN).get(0).payload()).isEqualTo(payload);
    }

    @Test
    void s058_an_append_may_have_a_hundred_payloads_of_a_mebibyte() {
        List<Payload> written =
                IntStream.range(0, 100).mapToObj(StateStoreContract::mebibyte).toList();
        StreamPosition end = appended(store().append(appendOf(RUN, NONE, "w", written)));

        assertThat(end.version()).isEqualTo(100);
        for (int from = 1; from <= 100; from += 10) {
            assertThat(store().read(RUN, from, 10))
                    .extracting(StoredRecord::payload)
                    .isEqualTo(written.subList(from - 1, from + 9));
        }
    }

    private static Payload mebibyte(int seed) {
        byte[] bytes = new byte[MEBIBYTE];
        new Random(seed).nextBytes(bytes);
        return Payload.of("large", 1, bytes);
    }

    @Test
    void s059_a_snapshot_may_have_a_mebibyte() {
        StreamPosition end = grow(TALK, 1);
        Snapshot snapshot = new Snapshot(1, mebibyte(2));

        assertThat(store().keep(TALK, end.generation(), snapshot)).isTrue();
        assertThat(store().load(TALK).snapshot()).contains(snapshot);
    }

    @Test
    void s060_kinds_and_schemas_are_read_as_they_were_written() {
        List<Payload> written = List.of(
                Payload.of("k", 1, new byte[0]),
                Payload.of("K", 1, new byte[0]),
                Payload.of("a-b_c.d", 2, new byte[0]),
                Payload.of("0", Integer.MAX_VALUE, new byte[0]),
                Payload.of("k".repeat(64), 65_536, new byte[0]));
        StreamPosition end = appended(store().append(appendOf(TALK, NONE, "w", written)));
        store().keep(TALK, end.generation(), new Snapshot(1, written.get(4)));

        assertThat(all(TALK)).extracting(StoredRecord::payload).isEqualTo(written);
        assertThat(store().load(TALK).snapshot().orElseThrow().payload()).isEqualTo(written.get(4));
    }

    @Test
    void s061_text_in_any_script_is_read_as_it_was_written() {
        String[] written = {
            "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67 \uD83C\uDDEA\uD83C\uDDFA",
            "e\u0301 \u00E9 Z\u0351\u036B\u0343",
            "\u05E9\u05DC\u05D5\u05DD \u0645\u0631\u062D\u0628\u0627 \u202Eleft",
            "\u4F60\u597D \uD869\uDEA5 \uAC00\u1100\u1161",
            "nul \u0000 bell \u0007 \uFEFF \uFFFF",
            "'; drop table x; -- \\ \" % _ ${} {{}}"
        };
        append(TALK, NONE, "w", written);

        assertThat(texts(TALK)).containsExactly(written);
    }

    @Test
    void s062_equal_payloads_are_records_of_their_own() {
        StreamPosition end = append(TALK, NONE, "w", "same", "same");
        append(TALK, end, "w", "same");

        assertThat(texts(TALK)).containsExactly("same", "same", "same");
        assertThat(versions(all(TALK))).isEqualTo(upTo(3));
    }

    @Test
    void s063_where_a_payload_cannot_be_encoded_nothing_is_appended() {
        StreamPosition end = append(TALK, NONE, "w", "1");
        Payload broken = Payload.of("broken", 1, "value", value -> {
            throw new UnsupportedOperationException("cannot be encoded");
        });
        Throwable thrown = catchThrowable(
                () -> store().append(appendOf(TALK, end, "w", List.of(payload("2"), broken, payload("3")))));

        long version = store().load(TALK).end().version();
        assertThat(version).as("encoded or not").isEqualTo(thrown == null ? 4 : 1);
        assertThat(thrown == null || thrown instanceof UnsupportedOperationException)
                .isTrue();
    }

    // Ids

    @Test
    void s064_ids_may_be_as_long_as_ids_can_be() {
        for (String character : List.of("x", "\u00FC", "\u4F60", "\uD83D\uDE00")) {
            String longest = character.repeat(200 / character.length());
            StreamKey.OfRun run = new StreamKey.OfRun(UserId.of(longest), ThreadId.of(longest), RunId.of(longest));
            StreamKey.OfThread talk = new StreamKey.OfThread(run.user(), run.thread());
            append(run, NONE, "w", "run");
            append(talk, NONE, "w", "talk");

            assertThat(texts(run)).containsExactly("run");
            assertThat(texts(talk)).containsExactly("talk");
            assertThat(keys(store().runs(run.user(), run.thread(), Page.first(ALL))))
                    .containsExactly(run);
            assertThat(store().threads(run.user(), Page.first(ALL)))
                    .extracting(ThreadHeader::key)
                    .containsExactly(talk);
        }
    }

    @Test
    void s065_long_ids_that_differ_in_their_last_character_are_apart() {
        String start = "\u4F60".repeat(199);
        for (String last : List.of("a", "b", "\u4F60")) {
            append(run(start + last), NONE, "w", "run " + last);
            append(talk(start + last), NONE, "w", "talk " + last);
        }

        for (String last : List.of("a", "b", "\u4F60")) {
            assertThat(texts(run(start + last))).containsExactly("run " + last);
            assertThat(texts(talk(start + last))).containsExactly("talk " + last);
        }
    }

    @Test
    void s066_a_writer_may_be_any_visible_ascii() {
        StringBuilder visible = new StringBuilder();
        for (char c = '!'; c < 127; c++) {
            visible.append(c);
        }
        String writer = visible.append("w".repeat(128 - visible.length())).toString();
        StreamPosition end = append(RUN, NONE, writer, "1");

        assertThat(writers(all(RUN))).containsExactly(writer);
        assertThat(header(RUN).writer()).isEqualTo(writer);
        assertThat(store().renew(RUN, writer, HOUR)).isTrue();
        assertThat(store().renew(RUN, writer.toLowerCase(Locale.ROOT), HOUR)).isFalse();
        assertThat(offer(RUN, NONE, "other", "x")).isEqualTo(new Conflict(end, Optional.of(writer)));
    }

    // Snapshots

    @Test
    void s067_loading_gives_the_last_snapshot_and_what_came_after_it() {
        StreamPosition end = grow(TALK, 5);
        assertThat(keep(TALK, 3, "up to 3")).isTrue();
        Loaded loaded = store().load(TALK);

        assertThat(loaded.end()).isEqualTo(end);
        assertThat(loaded.snapshot()).contains(new Snapshot(3, payload("up to 3")));
        assertThat(versions(loaded.tail())).containsExactly(4L, 5L);
        assertThat(texts(loaded.tail())).containsExactly("4", "5");
    }

    @Test
    void s068_a_later_snapshot_takes_the_place_of_an_earlier_one() {
        grow(RUN, 5);
        keep(RUN, 2, "up to 2");

        assertThat(keep(RUN, 4, "up to 4")).isTrue();
        assertThat(store().load(RUN).snapshot()).contains(new Snapshot(4, payload("up to 4")));
        assertThat(texts(store().load(RUN).tail())).containsExactly("5");
    }

    @Test
    void s069_an_earlier_snapshot_or_another_of_the_same_version_is_not_kept() {
        grow(TALK, 5);
        keep(TALK, 4, "up to 4");

        assertThat(keep(TALK, 3, "up to 3")).isFalse();
        assertThat(keep(TALK, 4, "another")).isFalse();
        assertThat(store().load(TALK).snapshot()).contains(new Snapshot(4, payload("up to 4")));
    }

    @Test
    void s070_a_snapshot_beyond_the_end_is_not_kept() {
        grow(TALK, 2);

        assertThat(keep(TALK, 3, "of what never was")).isFalse();
        assertThat(store().load(TALK).snapshot()).isEmpty();
    }

    @Test
    void s071_a_snapshot_of_another_generation_is_not_kept() {
        StreamPosition old = grow(TALK, 2);
        store().delete(TALK);
        grow(TALK, 3);

        assertThat(store().keep(TALK, old.generation(), new Snapshot(2, payload("old"))))
                .isFalse();
        assertThat(store().load(TALK).snapshot()).isEmpty();
    }

    @Test
    void s072_a_snapshot_of_what_is_not_there_is_not_kept() {
        assertThat(store().keep(TALK, 1, new Snapshot(1, payload("nothing")))).isFalse();
        assertThat(store().keep(RUN, 1, new Snapshot(1, payload("nothing")))).isFalse();
        assertThat(store().load(TALK)).isEqualTo(Loaded.NONE);

        grow(TALK, 1);
        assertThat(store().load(TALK).snapshot()).isEmpty();
    }

    @Test
    void s073_a_snapshot_may_stand_for_all_there_is() {
        StreamPosition end = grow(RUN, 3);
        assertThat(keep(RUN, 3, "all")).isTrue();
        assertThat(store().load(RUN).tail()).isEmpty();

        append(RUN, end, "w", "4");
        assertThat(texts(store().load(RUN).tail())).containsExactly("4");
    }

    @Test
    void s074_what_a_snapshot_stands_for_is_read_until_it_is_compacted() {
        grow(TALK, 3);
        keep(TALK, 3, "all");

        assertThat(texts(TALK)).containsExactly("1", "2", "3");
        assertThat(texts(store().read(TALK, 2, 1))).containsExactly("2");
    }

    @Test
    void s075_a_snapshot_of_a_conversation_is_none_of_its_runs() {
        grow(TALK, 2);
        grow(RUN, 2);
        keep(TALK, 1, "talk");
        keep(RUN, 2, "run");

        assertThat(store().load(TALK).snapshot()).contains(new Snapshot(1, payload("talk")));
        assertThat(store().load(RUN).snapshot()).contains(new Snapshot(2, payload("run")));
    }

    @Test
    void s076_keeping_a_snapshot_changes_nothing_else() throws InterruptedException {
        StreamPosition end = grow(RUN, 3);
        RunHeader before = header(RUN);
        pass(ticks(1));
        keep(RUN, 2, "up to 2");

        assertThat(header(RUN)).isEqualTo(before);
        assertThat(append(RUN, end, "w", "4")).isEqualTo(end.plus(1));
    }

    @Test
    void s077_of_snapshots_kept_at_once_the_latest_stays() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            StreamKey stream = talk("t" + round);
            StreamPosition end = grow(stream, 16);
            together(16, i -> store().keep(stream, end.generation(), new Snapshot(i + 1, payload("up to " + (i + 1)))));

            assertThat(store().load(stream).snapshot()).contains(new Snapshot(16, payload("up to 16")));
            assertThat(store().load(stream).tail()).isEmpty();
        }
    }

    @Test
    void s078_who_knows_a_stream_up_to_a_position_is_given_what_is_behind_it() {
        StreamPosition known = grow(TALK, 3);
        StreamPosition end = append(TALK, known, "w", "4", "5");
        Loaded loaded = store().load(TALK, known);

        assertThat(loaded.end()).isEqualTo(end);
        assertThat(loaded.snapshot()).isEmpty();
        assertThat(versions(loaded.tail())).containsExactly(4L, 5L);
        assertThat(store().load(TALK, end)).isEqualTo(new Loaded(end, Optional.empty(), List.of()));
    }

    @Test
    void s079_who_knows_more_than_a_snapshot_stands_for_is_not_given_it() {
        StreamPosition end = grow(TALK, 5);
        keep(TALK, 3, "up to 3");
        StreamPosition three = new StreamPosition(end.generation(), 3);

        assertThat(store().load(TALK, three).snapshot()).isEmpty();
        assertThat(versions(store().load(TALK, three).tail())).containsExactly(4L, 5L);
        assertThat(store().load(TALK, end)).isEqualTo(new Loaded(end, Optional.empty(), List.of()));
    }

    @Test
    void s080_who_knows_less_than_a_snapshot_stands_for_is_given_all() {
        StreamPosition end = grow(TALK, 5);
        keep(TALK, 3, "up to 3");

        assertThat(store().load(TALK, new StreamPosition(end.generation(), 2))).isEqualTo(store().load(TALK));
        store().compact(TALK);
        assertThat(store().load(TALK, new StreamPosition(end.generation(), 1))).isEqualTo(store().load(TALK));
    }

    @Test
    void s081_who_knows_another_generation_is_given_all() {
        StreamPosition old = grow(TALK, 3);
        store().delete(TALK);

        assertThat(store().load(TALK, old)).isEqualTo(Loaded.NONE);
        StreamPosition end = append(TALK, NONE, "w", "a", "b", "c", "d");
        assertThat(store().load(TALK, old).end()).isEqualTo(end);
        assertThat(texts(store().load(TALK, old).tail())).containsExactly("a", "b", "c", "d");
    }

    // Compacting

    @Test
    void s082_compacting_forgets_what_the_snapshot_stands_for() {
        grow(TALK, 5);
        keep(TALK, 3, "up to 3");

        assertThat(store().compact(TALK)).isEqualTo(3);
        assertThat(versions(all(TALK))).containsExactly(4L, 5L);
        assertThat(texts(TALK)).containsExactly("4", "5");
    }

    @Test
    void s083_compacting_changes_nothing_of_what_is_loaded() {
        grow(RUN, 5);
        keep(RUN, 3, "up to 3");
        Loaded before = store().load(RUN);
        RunHeader header = header(RUN);
        store().compact(RUN);

        assertThat(store().load(RUN)).isEqualTo(before);
        assertThat(header(RUN)).isEqualTo(header);
    }

    @Test
    void s084_without_a_snapshot_nothing_is_forgotten() {
        grow(TALK, 3);

        assertThat(store().compact(TALK)).isZero();
        assertThat(store().compact(RUN)).as("of what is not there").isZero();
        assertThat(texts(TALK)).containsExactly("1", "2", "3");
    }

    @Test
    void s085_what_was_forgotten_is_not_forgotten_again() {
        grow(TALK, 6);
        keep(TALK, 2, "up to 2");

        assertThat(store().compact(TALK)).isEqualTo(2);
        assertThat(store().compact(TALK)).isZero();
        keep(TALK, 5, "up to 5");
        assertThat(store().compact(TALK)).isEqualTo(3);
        assertThat(versions(all(TALK))).containsExactly(6L);
    }

    @Test
    void s086_versions_go_on_where_all_was_compacted() {
        StreamPosition end = grow(RUN, 3);
        keep(RUN, 3, "all");
        assertThat(store().compact(RUN)).isEqualTo(3);
        assertThat(all(RUN)).isEmpty();
        assertThat(store().load(RUN).end()).isEqualTo(end);

        conflict(offer(RUN, NONE, "other", "x"));
        assertThat(append(RUN, end, "w", "4")).isEqualTo(end.plus(1));
        assertThat(versions(all(RUN))).containsExactly(4L);
    }

    @Test
    void s087_who_wrote_what_was_compacted_is_not_told() {
        StreamPosition end = append(RUN, append(RUN, NONE, "one", "1", "2"), "two", "3");
        keep(RUN, 2, "up to 2");
        store().compact(RUN);
        StreamPosition first = new StreamPosition(end.generation(), 1);
        StreamPosition second = new StreamPosition(end.generation(), 2);

        assertThat(offer(RUN, NONE, "one", "x")).isEqualTo(new Conflict(end, Optional.empty()));
        assertThat(offer(RUN, first, "one", "x")).isEqualTo(new Conflict(end, Optional.empty()));
        assertThat(offer(RUN, second, "one", "x")).isEqualTo(new Conflict(end, Optional.of("two")));
    }

    @Test
    void s088_windows_hold_what_was_left() {
        grow(TALK, 10);
        keep(TALK, 4, "up to 4");
        store().compact(TALK);

        assertThat(versions(store().read(TALK, 1, 2))).containsExactly(5L, 6L);
        assertThat(versions(store().read(TALK, 4, 1))).containsExactly(5L);
        assertThat(versions(store().read(TALK, 6, 100))).containsExactly(6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void s089_a_load_is_whole_beside_appends_snapshots_and_compaction() throws InterruptedException {
        StateStore other = another();
        AtomicBoolean done = new AtomicBoolean();
        together(3, number -> number == 0 ? growing(done) : loading(number == 1 ? store() : other, done));

        assertThat(store().load(TALK).end().version()).isEqualTo(300);
    }

    private boolean growing(AtomicBoolean done) {
        try {
            StreamPosition end = NONE;
            for (int i = 1; i <= 100; i++) {
                end = append(TALK, end, "w", "a", "b", "c");
                if (i % 5 == 0) {
                    keep(TALK, end.version() - 1, "up to " + (end.version() - 1));
                }
                if (i % 10 == 0) {
                    store().compact(TALK);
                }
            }
            return true;
        } finally {
            done.set(true);
        }
    }

    private static boolean loading(StateStore store, AtomicBoolean done) {
        while (!done.get()) {
            LockSupport.parkNanos(1_000); // a virtual thread that never waits would hold its carrier
            Loaded loaded = store.load(TALK);
            long from = loaded.snapshot().map(Snapshot::version).orElse(0L);
            loaded.snapshot().ifPresent(one -> assertThat(text(one.payload())).isEqualTo("up to " + from));
            assertThat(versions(loaded.tail()))
                    .isEqualTo(LongStream.rangeClosed(from + 1, loaded.end().version())
                            .boxed()
                            .toList());
        }
        return true;
    }

    // Deleting

    @Test
    void s090_what_was_deleted_is_not_there() throws InterruptedException {
        append(RUN, NONE, "w", leased(1));
        grow(TALK, 2);
        pass(ticks(2));
        store().delete(RUN);
        store().delete(TALK);

        assertThat(store().load(RUN)).isEqualTo(Loaded.NONE);
        assertThat(store().load(TALK)).isEqualTo(Loaded.NONE);
        assertThat(all(RUN)).isEmpty();
        assertThat(all(TALK)).isEmpty();
        assertThat(store().find(ANN, FIRST)).isEmpty();
        assertThat(store().runs(ANN, THREAD, Page.first(ALL))).isEmpty();
        assertThat(unfinished()).isEmpty();
        assertThat(store().threads(ANN, Page.first(ALL))).isEmpty();
        assertThat(lapsed()).isEmpty();
    }

    @Test
    void s091_deleting_tells_whether_there_was_anything() {
        grow(TALK, 1);

        assertThat(store().delete(RUN)).isFalse();
        assertThat(store().delete(TALK)).isTrue();
        assertThat(store().delete(TALK)).isFalse();
    }

    @Test
    void s092_what_begins_after_a_deletion_begins_from_nothing() {
        for (StreamKey stream : List.of(RUN, TALK)) {
            StreamPosition old = grow(stream, 5);
            keep(stream, 4, "old");
            store().compact(stream);
            store().delete(stream);
            StreamPosition end = append(stream, NONE, "w", "a", "b");

            assertThat(end.version()).isEqualTo(2);
            assertThat(end.generation()).isNotEqualTo(old.generation());
            assertThat(store().load(stream).snapshot()).isEmpty();
            assertThat(texts(stream)).containsExactly("a", "b");
            assertThat(keep(stream, 1, "new")).isTrue();
        }
    }

    @Test
    void s093_no_generation_comes_again() {
        Set<Long> generations = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            generations.add(append(TALK, NONE, "w", "1").generation());
            if (i % 2 == 0) {
                store().delete(TALK);
            } else {
                store().erase(ANN);
            }
        }

        assertThat(generations).hasSize(30);
    }

    @Test
    void s094_deleting_a_conversation_leaves_its_runs_and_the_other_way_around() {
        grow(TALK, 1);
        grow(RUN, 2);
        grow(run("second"), 3);
        store().delete(RUN);

        assertThat(texts(TALK)).hasSize(1);
        assertThat(texts(run("second"))).hasSize(3);
        store().delete(TALK);
        assertThat(texts(run("second"))).hasSize(3);
        assertThat(unfinished()).containsExactly(run("second"));
    }

    @Test
    void s095_a_run_is_not_deleted_by_the_name_of_another_thread() {
        StreamKey.OfRun elsewhere = new StreamKey.OfRun(ANN, ThreadId.of("elsewhere"), FIRST);
        grow(RUN, 1);

        assertThat(store().delete(elsewhere)).isFalse();
        assertThat(store().renew(elsewhere, "w", HOUR)).isFalse();
        assertThat(all(elsewhere)).isEmpty();
        assertThat(texts(RUN)).containsExactly("1");
    }

    @Test
    void s096_the_id_of_a_deleted_run_may_begin_in_another_thread() {
        StreamKey.OfRun elsewhere = new StreamKey.OfRun(ANN, ThreadId.of("elsewhere"), FIRST);
        grow(RUN, 1);
        store().delete(RUN);
        append(elsewhere, NONE, "w", "1");

        assertThat(store().find(ANN, FIRST).orElseThrow().key()).isEqualTo(elsewhere);
        assertThat(store().load(RUN)).isEqualTo(Loaded.NONE);
    }

    @Test
    void s097_a_stream_deleted_by_many_at_once_is_deleted_by_one() throws InterruptedException {
        for (int round = 0; round < 20; round++) {
            StreamKey stream = round % 2 == 0 ? TALK : RUN;
            grow(stream, 3);

            assertThat(together(8, i -> store().delete(stream))).containsOnlyOnce(true);
            assertThat(store().load(stream)).isEqualTo(Loaded.NONE);
        }
    }

    @Test
    void s098_erasing_a_user_deletes_all_of_theirs() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            grow(talk("t" + i), 3);
            keep(talk("t" + i), 2, "up to 2");
            append(new StreamKey.OfRun(ANN, ThreadId.of("t" + i), RunId.of("r" + i)), NONE, "w", leased(1));
        }
        append(run("suspended"), NONE, "w", Mark.suspended());
        append(run("ended"), NONE, "w", Mark.ended());
        pass(ticks(2));

        assertThat(store().erase(ANN)).isEqualTo(12);
        assertThat(store().threads(ANN, Page.first(ALL))).isEmpty();
        assertThat(store().runs(ANN, THREAD, Page.first(ALL))).isEmpty();
        assertThat(unfinished()).isEmpty();
        assertThat(lapsed()).isEmpty();
        for (int i = 0; i < 5; i++) {
            assertThat(store().find(ANN, RunId.of("r" + i))).isEmpty();
            assertThat(store().load(talk("t" + i))).isEqualTo(Loaded.NONE);
            assertThat(all(talk("t" + i))).isEmpty();
        }
    }

    @Test
    void s099_erasing_a_user_leaves_all_others() {
        for (String id : ALIKE) {
            append(new StreamKey.OfThread(UserId.of(id), THREAD), NONE, "w", "talk");
            append(new StreamKey.OfRun(UserId.of(id), THREAD, FIRST), NONE, "w", "run");
        }

        List<String> left = new ArrayList<>(ALIKE);
        for (String id : List.of("*", "%", "us%", "us_r", "user", "{user}", "\uD800")) {
            assertThat(store().erase(UserId.of(id))).as("erased of '%s'", id).isEqualTo(2);
            left.remove(id);
        }
        assertThat(left).allSatisfy(id -> {
            assertThat(texts(new StreamKey.OfThread(UserId.of(id), THREAD))).containsExactly("talk");
            assertThat(store().find(UserId.of(id), FIRST)).isPresent();
        });
    }

    @Test
    void s100_nobody_can_be_erased_and_who_was_erased_begins_again() {
        assertThat(store().erase(ANN)).isZero();
        StreamPosition old = grow(RUN, 2);
        assertThat(store().erase(ANN)).isEqualTo(1);
        assertThat(store().erase(ANN)).isZero();

        assertThat(conflict(offer(RUN, old, "w", "late")).end()).isEqualTo(NONE);
        append(RUN, NONE, "w", "a");
        assertThat(texts(RUN)).containsExactly("a");
    }

    // Leases and phases

    @Test
    void s101_a_run_is_lapsed_once_its_lease_is_over() throws InterruptedException {
        append(run("short"), NONE, "w", leased(2));
        append(run("long"), NONE, "w", Mark.running(HOUR));
        pass(ticks(3));

        assertThat(store().lapsed(10)).containsExactly(header(run("short")));
    }

    @Test
    void s102_the_longest_lapsed_run_comes_first() throws InterruptedException {
        append(run("a"), NONE, "w", leased(9));
        append(run("b"), NONE, "w", leased(1));
        append(run("c"), NONE, "w", leased(5));
        append(run("d"), NONE, "w", leased(7));
        pass(ticks(10));
        List<RunHeader> lapsed = store().lapsed(ALL);

        assertThat(keys(lapsed)).containsExactlyInAnyOrder(run("a"), run("b"), run("c"), run("d"));
        assertThat(lapsed)
                .isSortedAccordingTo(
                        Comparator.comparing(header -> header.leasedUntil().orElseThrow()));
        assertThat(store().lapsed(2)).isEqualTo(lapsed.subList(0, 2));
    }

    @Test
    void s103_the_runs_of_all_users_lapse() throws InterruptedException {
        List<StreamKey.OfRun> runs = IntStream.range(0, 20)
                .mapToObj(i -> new StreamKey.OfRun(UserId.of("u" + i % 7), ThreadId.of("t" + i), RunId.of("r" + i)))
                .toList();
        runs.forEach(run -> append(run, NONE, "w", leased(1)));
        pass(ticks(2));

        assertThat(lapsed()).containsExactlyInAnyOrderElementsOf(runs);
        assertThat(store().lapsed(7)).hasSize(7);
    }

    @Test
    void s104_an_append_leases_anew() throws InterruptedException {
        StreamPosition end = append(RUN, NONE, "w", leased(2));
        append(RUN, end, "w", Mark.running(HOUR));
        append(run("second"), append(run("second"), NONE, "w", Mark.running(HOUR)), "w", leased(2));
        pass(ticks(3));

        assertThat(lapsed()).containsExactly(run("second"));
    }

    @Test
    void s105_a_lease_is_prolonged() throws InterruptedException {
        append(RUN, NONE, "w", leased(2));
        append(run("second"), NONE, "w", leased(2));
        assertThat(store().renew(RUN, "w", HOUR)).isTrue();
        pass(ticks(3));

        assertThat(lapsed()).containsExactly(run("second"));
    }

    @Test
    void s106_a_lease_counts_from_when_it_was_renewed() throws InterruptedException {
        append(RUN, NONE, "w", Mark.running(HOUR));
        assertThat(store().renew(RUN, "w", Lease.of(ticks(2)))).isTrue();
        pass(ticks(3));

        assertThat(lapsed()).containsExactly(RUN);
    }

    @Test
    void s107_a_lapsed_lease_is_renewed_unless_somebody_came() throws InterruptedException {
        append(RUN, NONE, "w", leased(1));
        pass(ticks(2));
        assertThat(lapsed()).containsExactly(RUN);

        assertThat(store().renew(RUN, "w", HOUR)).isTrue();
        assertThat(lapsed()).isEmpty();
    }

    @Test
    void s108_a_lease_is_renewed_by_who_appended_last_alone() throws InterruptedException {
        StreamPosition end = append(RUN, NONE, "one", Mark.running(HOUR));
        append(RUN, end, "two", leased(1));
        for (String other : List.of("one", "three", "TWO", "two2", "tw", "%")) {
            assertThat(store().renew(RUN, other, HOUR))
                    .as("renewed by %s", other)
                    .isFalse();
        }
        pass(ticks(2));

        assertThat(lapsed()).containsExactly(RUN);
        assertThat(store().renew(RUN, "two", HOUR)).isTrue();
    }

    @Test
    void s109_what_is_not_running_is_not_renewed() {
        append(run("suspended"), NONE, "w", Mark.suspended());
        append(run("ended"), NONE, "w", Mark.ended());
        List<RunHeader> before = store().runs(ANN, THREAD, Page.first(ALL));

        assertThat(store().renew(run("suspended"), "w", HOUR)).isFalse();
        assertThat(store().renew(run("ended"), "w", HOUR)).isFalse();
        assertThat(store().renew(run("absent"), "w", HOUR)).isFalse();
        assertThat(store().runs(ANN, THREAD, Page.first(ALL))).isEqualTo(before);
    }

    @Test
    void s110_what_is_suspended_or_over_does_not_lapse() throws InterruptedException {
        StreamPosition first = append(run("suspended"), NONE, "w", leased(1));
        StreamPosition second = append(run("ended"), NONE, "w", leased(1));
        append(run("suspended"), first, "w", Mark.suspended());
        append(run("ended"), second, "w", Mark.ended());
        pass(ticks(2));

        assertThat(lapsed()).isEmpty();
    }

    @Test
    void s111_what_goes_on_after_it_was_suspended_lapses_again() throws InterruptedException {
        StreamPosition end = append(RUN, NONE, "w", Mark.suspended());
        append(RUN, end, "v", leased(1));
        pass(ticks(2));

        assertThat(lapsed()).containsExactly(RUN);
        assertThat(header(RUN).phase()).isEqualTo(RunPhase.RUNNING);
    }

    @Test
    void s112_a_lapsed_run_that_was_taken_over_is_not_lapsed() throws InterruptedException {
        StreamPosition end = append(RUN, NONE, "old", leased(1));
        pass(ticks(2));
        assertThat(header(RUN).end()).isEqualTo(end);
        append(RUN, end, "new", Mark.running(HOUR));

        assertThat(lapsed()).isEmpty();
        assertThat(store().renew(RUN, "old", HOUR)).isFalse();
    }

    @Test
    void s113_a_lease_is_of_the_stores_time() {
        Instant before = store().now().minusMillis(1);
        append(RUN, NONE, "w", Mark.running(HOUR));
        Instant after = store().now().plusMillis(1);

        assertThat(header(RUN).leasedUntil().orElseThrow())
                .isBetween(before.plus(HOUR.time()), after.plus(HOUR.time()));
    }

    @Test
    void s114_renewing_changes_the_lease_alone() throws InterruptedException {
        StreamPosition end = append(RUN, NONE, "w", Mark.running(HOUR));
        RunHeader before = header(RUN);
        pass(ticks(1));
        store().renew(RUN, "w", HOUR);
        RunHeader after = header(RUN);

        assertThat(after.leasedUntil().orElseThrow())
                .isAfter(before.leasedUntil().orElseThrow());
        assertThat(new RunHeader(
                        after.key(),
                        after.end(),
                        after.phase(),
                        after.writer(),
                        after.begun(),
                        after.changed(),
                        before.leasedUntil()))
                .isEqualTo(before);
        assertThat(append(RUN, end, "w", "2")).isEqualTo(end.plus(1));
    }

    @Test
    void s115_leases_may_be_as_short_and_as_long_as_leases_can_be() throws InterruptedException {
        append(run("short"), NONE, "w", Mark.running(Lease.of(Duration.ofMillis(1))));
        append(run("long"), NONE, "w", Mark.running(Lease.of(Duration.ofDays(1))));
        pass(ticks(1));

        assertThat(lapsed()).containsExactly(run("short"));
        assertThat(header(run("long")).leasedUntil().orElseThrow())
                .isAfter(store().now().plus(Duration.ofHours(23)));
    }

    // Finding and listing

    @Test
    void s116_a_run_is_found_by_its_id_whatever_its_thread() {
        StreamKey.OfRun run = new StreamKey.OfRun(ANN, ThreadId.of("somewhere"), FIRST);
        StreamPosition end = append(run, append(run, NONE, "one", "1"), "two", "2", "3");
        RunHeader header = store().find(ANN, FIRST).orElseThrow();

        assertThat(header.key()).isEqualTo(run);
        assertThat(header.end()).isEqualTo(end);
        assertThat(header.phase()).isEqualTo(RunPhase.RUNNING);
        assertThat(header.writer()).isEqualTo("two");
    }

    @Test
    void s117_a_run_has_a_lease_while_it_runs_alone() {
        StreamPosition end = append(RUN, NONE, "w", Mark.running(HOUR));
        assertThat(header(RUN).leasedUntil()).isPresent();

        end = append(RUN, end, "w", Mark.suspended());
        assertThat(header(RUN).phase()).isEqualTo(RunPhase.SUSPENDED);
        assertThat(header(RUN).leasedUntil()).isEmpty();

        append(RUN, end, "w", Mark.ended());
        assertThat(header(RUN).phase()).isEqualTo(RunPhase.ENDED);
        assertThat(header(RUN).leasedUntil()).isEmpty();
    }

    @Test
    void s118_headers_tell_when_the_first_and_the_last_record_came() throws InterruptedException {
        StreamPosition end = append(RUN, NONE, "w", "1");
        pass(ticks(1));
        append(RUN, end, "w", "2", "3");
        pass(ticks(1));
        StreamPosition talked = append(TALK, NONE, "w", "1");
        pass(ticks(1));
        append(TALK, talked, "w", "2");

        assertThat(header(RUN).begun()).isEqualTo(all(RUN).get(0).at());
        assertThat(header(RUN).changed())
                .isEqualTo(all(RUN).get(2).at())
                .isAfter(header(RUN).begun());
        assertThat(store().threads(ANN, Page.first(1)))
                .extracting(ThreadHeader::changed)
                .containsExactly(all(TALK).get(1).at());
    }

    @Test
    void s119_pages_of_runs_hold_each_once() {
        Set<StreamKey.OfRun> runs = new HashSet<>();
        for (int i = 0; i < 25; i++) {
            runs.add(run("r" + i));
            append(run("r" + i), NONE, "w", i % 3 == 0 ? Mark.ended() : Mark.suspended());
        }
        List<RunHeader> paged = paged(
                (Page<RunId> page) -> store().runs(ANN, THREAD, page),
                header -> header.key().run(),
                10);

        assertThat(keys(paged)).hasSize(25).containsExactlyInAnyOrderElementsOf(runs);
        assertThat(paged).isEqualTo(store().runs(ANN, THREAD, Page.first(ALL)));
        assertThat(paged).allSatisfy(header -> assertThat(header).isEqualTo(header(header.key())));
    }

    @Test
    void s120_pages_of_unfinished_runs_hold_each_once() {
        Set<StreamKey.OfRun> runs = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            if (i % 3 != 0) {
                runs.add(run("r" + i));
            }
            append(
                    run("r" + i),
                    NONE,
                    "w",
                    i % 3 == 0 ? Mark.ended() : i % 3 == 1 ? Mark.suspended() : Mark.running(HOUR));
        }
        List<RunHeader> paged = paged(
                (Page<RunId> page) -> store().unfinished(ANN, THREAD, page),
                header -> header.key().run(),
                7);

        assertThat(keys(paged)).hasSize(20).containsExactlyInAnyOrderElementsOf(runs);
    }

    @Test
    void s121_pages_of_conversations_hold_each_once() {
        Set<StreamKey.OfThread> talks = new HashSet<>();
        for (int i = 0; i < 25; i++) {
            talks.add(talk("t" + i));
            append(talk("t" + i), NONE, "w", "1", "2");
            append(new StreamKey.OfRun(ANN, ThreadId.of("t" + i + "b"), RunId.of("r" + i)), NONE, "w", "no talk");
        }
        List<ThreadHeader> paged = paged(
                (Page<ThreadId> page) -> store().threads(ANN, page),
                header -> header.key().thread(),
                10);

        assertThat(paged).extracting(ThreadHeader::key).hasSize(25).containsExactlyInAnyOrderElementsOf(talks);
        assertThat(paged)
                .allSatisfy(header -> assertThat(header.end().version()).isEqualTo(2));
        assertThat(paged).isEqualTo(store().threads(ANN, Page.first(ALL)));
    }

    private static <H, I> List<H> paged(Function<Page<I>, List<H>> list, Function<H, I> id, int most) {
        List<H> found = new ArrayList<>();
        List<H> page = list.apply(Page.first(most));
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(most);
            found.addAll(page);
            assertThat(found).as("pages do not end").hasSizeLessThan(1_000);
            page = page.size() < most ? List.of() : list.apply(Page.after(id.apply(page.get(page.size() - 1)), most));
        }
        return found;
    }

    @Test
    void s122_pages_of_one_hold_ids_in_any_script_each_once() {
        ALIKE.forEach(id -> append(run(id), NONE, "w", "began"));
        ALIKE.forEach(id -> append(talk(id), NONE, "w", "hello"));

        List<RunHeader> runs = paged(
                (Page<RunId> page) -> store().runs(ANN, THREAD, page),
                header -> header.key().run(),
                1);
        List<ThreadHeader> talks = paged(
                (Page<ThreadId> page) -> store().threads(ANN, page),
                header -> header.key().thread(),
                1);

        assertThat(runs).extracting(run -> run.key().run().value()).containsExactlyInAnyOrderElementsOf(ALIKE);
        assertThat(talks).extracting(talk -> talk.key().thread().value()).containsExactlyInAnyOrderElementsOf(ALIKE);
    }

    @Test
    void s123_a_page_follows_one_whose_last_was_deleted() {
        for (int i = 0; i < 6; i++) {
            append(run("r" + i), NONE, "w", "began");
            append(talk("t" + i), NONE, "w", "hello");
        }
        List<RunHeader> runs = store().runs(ANN, THREAD, Page.first(ALL));
        List<ThreadHeader> talks = store().threads(ANN, Page.first(ALL));
        store().delete(runs.get(2).key());
        store().delete(talks.get(2).key());

        assertThat(store().runs(ANN, THREAD, Page.after(runs.get(2).key().run(), 2)))
                .isEqualTo(runs.subList(3, 5));
        assertThat(store().threads(ANN, Page.after(talks.get(2).key().thread(), 2)))
                .isEqualTo(talks.subList(3, 5));
    }

    @Test
    void s124_what_is_over_is_not_unfinished() {
        StreamPosition end = append(RUN, NONE, "w", Mark.running(HOUR));
        assertThat(unfinished()).containsExactly(RUN);
        end = append(RUN, end, "w", Mark.suspended());
        assertThat(unfinished()).containsExactly(RUN);
        end = append(RUN, end, "w", Mark.ended());
        assertThat(unfinished()).isEmpty();
        append(RUN, end, "w", Mark.running(HOUR));
        assertThat(unfinished()).containsExactly(RUN);
        assertThat(store().unfinished(ANN, THREAD, Page.first(1))).containsExactly(header(RUN));
    }

    @Test
    void s125_a_page_behind_the_last_is_empty() {
        append(RUN, NONE, "w", "1");
        append(TALK, NONE, "w", "1");

        assertThat(store().runs(ANN, THREAD, Page.after(FIRST, 5))).isEmpty();
        assertThat(store().unfinished(ANN, THREAD, Page.after(FIRST, 5))).isEmpty();
        assertThat(store().threads(ANN, Page.after(THREAD, 5))).isEmpty();
    }

    // Reading

    @Test
    void s126_windows_hold_what_they_are_asked_for() {
        grow(TALK, 10);

        assertThat(versions(store().read(TALK, 1, 3))).containsExactly(1L, 2L, 3L);
        assertThat(versions(store().read(TALK, 4, 1))).containsExactly(4L);
        assertThat(versions(store().read(TALK, 8, 3))).containsExactly(8L, 9L, 10L);
        assertThat(versions(store().read(TALK, 9, 100))).containsExactly(9L, 10L);
        assertThat(versions(store().read(TALK, 1, ALL))).isEqualTo(upTo(10));
    }

    @Test
    void s127_a_window_behind_the_end_is_empty() {
        grow(RUN, 3);

        assertThat(store().read(RUN, 4, 10)).isEmpty();
        assertThat(store().read(RUN, Long.MAX_VALUE, ALL)).isEmpty();
        assertThat(store().read(TALK, 1, 1)).isEmpty();
    }

    @Test
    void s128_windows_of_a_long_stream_follow_each_other() {
        StreamPosition end = NONE;
        for (int i = 0; i < 10; i++) {
            end = append(
                    TALK,
                    end,
                    "w",
                    IntStream.range(i * 250, i * 250 + 250)
                            .mapToObj(Integer::toString)
                            .toArray(String[]::new));
        }

        List<String> read = new ArrayList<>();
        for (long from = 1; from <= 2_500; from += 333) {
            read.addAll(texts(store().read(TALK, from, 333)));
        }
        assertThat(read)
                .isEqualTo(IntStream.range(0, 2_500).mapToObj(Integer::toString).toList());
        assertThat(texts(store().load(TALK).tail())).isEqualTo(read);
    }

    @Test
    void s129_no_window_and_no_record_before_the_first_are_refused() {
        grow(TALK, 1);
        List<Runnable> refused = List.of(
                () -> store().read(TALK, 0, 1),
                () -> store().read(TALK, -1, 1),
                () -> store().read(TALK, 1, 0),
                () -> store().read(TALK, 1, -1),
                () -> store().lapsed(0));

        assertThat(refused)
                .allSatisfy(call -> assertThatThrownBy(call::run).isInstanceOf(InvalidDefinitionException.class));
    }

    // Sizes

    @Test
    void s130_a_payload_over_the_limit_is_refused_with_all_that_came_with_it() {
        StateStore limited = limitedTo(100);
        StreamPosition end = appended(limited.append(appendOf(RUN, NONE, "w", payloads("1"))));
        Optional<RunHeader> before = limited.find(ANN, FIRST);

        assertThatThrownBy(() ->
                        limited.append(Append.to(RUN, end, "w2", payloads("2", "x".repeat(101), "3"), Mark.ended())))
                .isInstanceOf(StoreException.TooLarge.class)
                .hasMessageContainingAll("" + (101 + overhead()), "" + (100 + overhead()), "noted");
        assertThat(limited.find(ANN, FIRST)).isEqualTo(before);
        assertThat(texts(limited.read(RUN, 1, ALL))).containsExactly("1");
    }

    @Test
    void s131_a_stream_does_not_begin_with_a_payload_over_the_limit() {
        StateStore limited = limitedTo(100);

        assertThatThrownBy(() -> limited.append(appendOf(TALK, NONE, "w", payloads("x".repeat(101)))))
                .isInstanceOf(StoreException.TooLarge.class);
        assertThat(limited.load(TALK)).isEqualTo(Loaded.NONE);
        assertThat(limited.threads(ANN, Page.first(ALL))).isEmpty();
    }

    @Test
    void s132_a_payload_of_the_limit_is_taken() {
        StateStore limited = limitedTo(100);
        StreamPosition end = appended(limited.append(appendOf(TALK, NONE, "w", payloads("x".repeat(100)))));
        Snapshot snapshot = new Snapshot(1, payload("y".repeat(100)));

        assertThat(texts(limited.read(TALK, 1, ALL))).containsExactly("x".repeat(100));
        assertThat(limited.keep(TALK, end.generation(), snapshot)).isTrue();
        assertThat(limited.load(TALK).snapshot()).contains(snapshot);
    }

    @Test
    void s133_a_snapshot_over_the_limit_is_refused() {
        StateStore limited = limitedTo(100);
        StreamPosition end = appended(limited.append(appendOf(TALK, NONE, "w", payloads("1", "2"))));
        Snapshot first = new Snapshot(1, payload("first"));
        limited.keep(TALK, end.generation(), first);

        assertThatThrownBy(() -> limited.keep(TALK, end.generation(), new Snapshot(2, payload("x".repeat(101)))))
                .isInstanceOf(StoreException.TooLarge.class)
                .hasMessageContainingAll("" + (101 + overhead()), "" + (100 + overhead()), "noted");
        assertThat(limited.load(TALK).snapshot()).contains(first);
    }

    private StateStore limitedTo(int bytes) {
        Optional<StateStore> limited = newStoreOf(bytes);
        assumeTrue(limited.isPresent(), "payloads are not limited");
        opened.add(limited.get());
        return limited.get();
    }

    // Time

    @Test
    void s134_the_stores_time_goes_on_and_not_back() throws InterruptedException {
        StateStore other = another();
        Instant first = store().now();
        pass(ticks(2));
        Instant second = other.now();
        pass(ticks(2));

        assertThat(second).isAfterOrEqualTo(first.plus(ticks(1)));
        assertThat(store().now()).isAfterOrEqualTo(second.plus(ticks(1)));
    }

    @Test
    void s135_a_record_has_the_stores_time() throws InterruptedException {
        Instant before = store().now().minusMillis(1);
        pass(ticks(1));
        append(TALK, NONE, "w", "1", "2");
        Instant after = store().now().plusMillis(1);

        assertThat(all(TALK))
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.at()).isBetween(before, after));
    }

    @Test
    void s136_the_times_of_a_streams_records_do_not_go_back() throws InterruptedException {
        List<StateStore> stores = List.of(store(), another());
        StreamPosition end = NONE;
        for (int i = 0; i < 20; i++) {
            end = appended(stores.get(i % 2).append(appendOf(TALK, end, "w", payloads("a", "b"))));
            if (i % 5 == 0) {
                pass(ticks(1));
            }
        }

        assertThat(all(TALK)).extracting(StoredRecord::at).isSorted();
        assertThat(all(TALK).get(39).at()).isAfter(all(TALK).get(0).at());
    }

    // Opening again

    @Test
    void s137_what_was_written_is_there_after_the_store_was_closed() {
        grow(TALK, 5);
        keep(TALK, 3, "up to 3");
        store().compact(TALK);
        append(RUN, NONE, "w", Mark.running(HOUR));
        Loaded talk = store().load(TALK);
        RunHeader run = header(RUN);
        store().close();
        opened.set(0, newStore());

        assertThat(store().load(TALK)).isEqualTo(talk);
        assertThat(header(RUN)).isEqualTo(run);
        assertThat(unfinished()).containsExactly(RUN);
        assertThat(append(TALK, talk.end(), "w", "6")).isEqualTo(talk.end().plus(1));
    }

    @Test
    void s138_closing_one_store_leaves_the_others_open() {
        StateStore other = another();
        StreamPosition end = grow(RUN, 1);
        other.close();
        opened.remove(other);
        opened.add(0, newStore());

        append(RUN, end, "w", "2");
        assertThat(opened.get(1).load(RUN).end()).isEqualTo(end.plus(1));
    }

    @Test
    void s139_a_run_of_a_store_that_was_closed_lapses_and_is_taken_over() throws InterruptedException {
        StreamPosition end = append(RUN, NONE, "old", leased(1));
        store().close();
        opened.set(0, newStore());
        pass(ticks(2));

        assertThat(lapsed()).containsExactly(RUN);
        append(RUN, end, "new", Mark.running(HOUR));
        assertThat(lapsed()).isEmpty();
    }

    // Interrupts and outages

    @Test
    void s140_an_interrupted_append_happens_whole_or_not_and_leaves_the_thread_interrupted() {
        List<String> whole = List.of("1", "2", "3");
        for (int round = 0; round < 10; round++) {
            StreamKey stream = talk("t" + round);
            Thread.currentThread().interrupt();
            Throwable thrown = catchThrowable(() -> append(stream, NONE, "w", "1", "2", "3"));

            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
            assertThat(thrown == null || thrown instanceof StoreException.Unavailable)
                    .isTrue();
            List<List<String>> allowed = thrown == null ? List.of(whole) : List.of(whole, List.of());
            assertThat(allowed).contains(texts(stream));
        }
    }

    @Test
    void s141_a_store_that_is_cut_off_never_says_that_nothing_is_there() {
        StreamPosition end = grow(TALK, 3);
        grow(RUN, 3);
        List<Runnable> calls = List.of(
                () -> offer(TALK, end, "w", "x"),
                () -> store().read(TALK, 1, 1),
                () -> store().load(TALK),
                () -> store().load(TALK, end),
                () -> store().keep(TALK, end.generation(), new Snapshot(1, payload("x"))),
                () -> store().compact(TALK),
                () -> store().find(ANN, FIRST),
                () -> store().runs(ANN, THREAD, Page.first(1)),
                () -> store().unfinished(ANN, THREAD, Page.first(1)),
                () -> store().threads(ANN, Page.first(1)),
                () -> store().lapsed(1),
                () -> store().renew(RUN, "w", HOUR),
                () -> store().delete(TALK),
                () -> store().erase(ANN),
                () -> store().now());
        Runnable back = cutOff();
        List<Throwable> thrown =
                calls.stream().map(call -> catchThrowable(call::run)).toList();
        back.run();

        assertThat(thrown).allSatisfy(one -> assertThat(one).isInstanceOf(StoreException.Unavailable.class));
    }

    @Test
    void s142_what_was_there_before_an_outage_is_there_after_it() {
        StreamPosition talked = grow(TALK, 3);
        keep(TALK, 2, "up to 2");
        StreamPosition ran = grow(RUN, 2);
        Loaded talk = store().load(TALK);
        RunHeader run = header(RUN);
        cutOff().run();

        assertThat(store().load(TALK)).isEqualTo(talk);
        assertThat(header(RUN)).isEqualTo(run);
        append(TALK, talked, "w", "4");
        append(RUN, ran, "w", "3");
    }

    @Test
    void s143_an_append_into_an_outage_happened_whole_or_not() {
        StreamPosition end = grow(RUN, 1);
        Runnable back = cutOff();
        assertThatThrownBy(() -> offer(RUN, end, "mine", "2", "3", "4")).isInstanceOf(StoreException.Unavailable.class);
        back.run();

        AppendResult again = offer(RUN, end, "mine", "2", "3", "4");
        if (again instanceof Conflict conflict) {
            assertThat(conflict).isEqualTo(new Conflict(end.plus(3), Optional.of("mine")));
        }
        assertThat(texts(RUN)).containsExactly("1", "2", "3", "4");
    }

    private Runnable cutOff() {
        Optional<Runnable> back = outage();
        assumeTrue(back.isPresent(), "cannot be cut off from its data");
        return back.get();
    }
}
