package ai.netra.agents.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.UserId;
import ai.netra.agents.store.ArtifactId;
import ai.netra.agents.store.ArtifactStore;
import ai.netra.agents.store.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link ArtifactStore} promises, as numbered tests. A test class of an implementation extends this one, and says how a store is made.
 *
 * <p>JUnit makes an object of that class for each clause, and all stores of one object are on the same data, which are empty at first.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
@Timeout(60)
public abstract class ArtifactStoreContract {
    private static final UserId ANN = UserId.of("ann");
    private static final UserId BOB = UserId.of("bob");
    private static final byte[] HELLO = "hello".getBytes(UTF_8);

    /** What could be taken for one another in a key that is a path, a pattern or a column. */
    private static final List<String> ALIKE = List.of(
            "user",
            "User",
            "USER",
            "user ",
            " user",
            "user/",
            "/user",
            "user\\",
            "..",
            ".",
            "*",
            "us%",
            "us\u00E9r",
            "use\u0301r",
            "us\u0435r",
            "user\u200B",
            "\uD83D\uDE00",
            "\uD800",
            "\uD801",
            "?",
            "\uFFFD",
            "con",
            "nul");

    private final List<ArtifactStore> opened = new ArrayList<>();

    /** For subclasses. */
    protected ArtifactStoreContract() {}

    /**
     * Another store on the data of this test, as another process would open it; the same one where nothing is shared between stores. The test closes
     * what it asked for.
     */
    protected abstract ArtifactStore newStore();

    @BeforeEach
    void open() {
        opened.add(newStore());
    }

    @AfterEach
    void close() {
        opened.forEach(ArtifactStore::close);
    }

    private ArtifactStore store() {
        return opened.get(0);
    }

    private ArtifactStore another() {
        opened.add(newStore());
        return opened.get(opened.size() - 1);
    }

    private static byte[] random(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static <T> List<T> together(int count, IntFunction<T> action) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(1);
        List<FutureTask<T>> tasks = IntStream.range(0, count)
                .mapToObj(number -> new FutureTask<>(() -> {
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

    @Test
    void a01_what_was_never_put_is_not_there() {
        assertThat(store().get(ANN, ArtifactId.of(HELLO))).isEmpty();
    }

    @Test
    void a02_what_was_put_is_there_by_the_hash_of_its_bytes() {
        ArtifactId id = store().put(ANN, HELLO);

        assertThat(id.sha256()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(store().get(ANN, id)).hasValue(HELLO);
    }

    @Test
    void a03_an_artifact_may_be_empty() {
        assertThat(store().get(ANN, store().put(ANN, new byte[0]))).hasValue(new byte[0]);
    }

    @Test
    void a04_an_artifact_holds_any_bytes_of_any_size() {
        for (int size : new int[] {1, 2, 255, 256, 4_095, 4_096, 65_537, 1 << 20}) {
            byte[] bytes = random(size, size);

            assertThat(store().get(ANN, store().put(ANN, bytes))).hasValue(bytes);
        }
    }

    @Test
    void a05_an_artifact_may_have_64_mebibytes() {
        byte[] bytes = random(1, 64 << 20);

        assertThat(ArtifactId.of(store().get(ANN, store().put(ANN, bytes)).orElseThrow()))
                .isEqualTo(ArtifactId.of(bytes));
    }

    @Test
    void a06_putting_it_again_changes_nothing() {
        ArtifactId id = store().put(ANN, HELLO);

        assertThat(store().put(ANN, HELLO)).isEqualTo(id);
        assertThat(store().get(ANN, id)).hasValue(HELLO);
        assertThat(store().erase(ANN)).isEqualTo(1);
    }

    @Test
    void a07_an_artifact_does_not_change_with_the_array_it_was_made_of() {
        byte[] bytes = HELLO.clone();
        ArtifactId id = store().put(ANN, bytes);
        bytes[0] = 0;

        assertThat(store().get(ANN, id)).hasValue(HELLO);
    }

    @Test
    void a08_an_artifact_does_not_change_with_the_array_that_was_given_out() {
        ArtifactId id = store().put(ANN, HELLO.clone());
        store().get(ANN, id).orElseThrow()[0] = 0;

        assertThat(store().get(ANN, id)).hasValue(HELLO);
    }

    @Test
    void a09_one_store_finds_at_once_what_another_was_given() {
        ArtifactId id = another().put(ANN, HELLO);

        assertThat(store().get(ANN, id)).hasValue(HELLO);
    }

    @Test
    void a10_what_was_put_is_there_after_the_store_was_closed() {
        ArtifactId id = store().put(ANN, HELLO);
        store().close();

        assertThat(another().get(ANN, id)).hasValue(HELLO);
    }

    @Test
    void a11_another_user_does_not_find_it() {
        ArtifactId id = store().put(ANN, HELLO);

        assertThat(store().get(BOB, id)).isEmpty();
    }

    @Test
    void a12_users_who_look_alike_find_what_is_theirs_alone() {
        Set<ArtifactId> ids = new HashSet<>();
        for (String user : ALIKE) {
            ids.add(store().put(UserId.of(user), ("of " + ALIKE.indexOf(user)).getBytes(UTF_8)));
        }

        for (String user : ALIKE) {
            assertThat(ids.stream().flatMap(id -> store().get(UserId.of(user), id).stream()))
                    .as("those of user number %d", ALIKE.indexOf(user))
                    .containsExactly(("of " + ALIKE.indexOf(user)).getBytes(UTF_8));
        }
    }

    @Test
    void a13_a_users_id_may_be_as_long_as_ids_can_be() {
        UserId one = UserId.of("\uD83D\uDE00".repeat(99) + "ab");
        UserId other = UserId.of("\uD83D\uDE00".repeat(99) + "ac");
        ArtifactId id = store().put(one, HELLO);

        assertThat(store().get(one, id)).hasValue(HELLO);
        assertThat(store().get(other, id)).isEmpty();
    }

    @Test
    void a14_erasing_a_user_deletes_all_of_theirs() {
        ArtifactId first = store().put(ANN, HELLO);
        ArtifactId second = store().put(ANN, random(1, 10));

        assertThat(store().erase(ANN)).isEqualTo(2);
        assertThat(store().get(ANN, first)).isEmpty();
        assertThat(store().get(ANN, second)).isEmpty();
        assertThat(store().erase(ANN)).isZero();
    }

    @Test
    void a15_erasing_a_user_leaves_all_others() {
        ArtifactId id = store().put(ANN, HELLO);
        for (String user : ALIKE) {
            store().put(UserId.of(user), HELLO);
        }

        for (String user : ALIKE) {
            assertThat(store().erase(UserId.of(user))).isEqualTo(1);
            assertThat(store().get(ANN, id)).hasValue(HELLO);
        }
    }

    @Test
    void a16_who_was_erased_begins_again() {
        store().put(ANN, HELLO);
        store().erase(ANN);

        assertThat(store().get(ANN, store().put(ANN, HELLO))).hasValue(HELLO);
    }

    @Test
    void a17_the_same_put_by_many_at_once_is_there_once() throws InterruptedException {
        byte[] bytes = random(1, 100_000);

        assertThat(together(20, number -> store().put(ANN, bytes))).containsOnly(ArtifactId.of(bytes));
        assertThat(store().get(ANN, ArtifactId.of(bytes))).hasValue(bytes);
        assertThat(store().erase(ANN)).isEqualTo(1);
    }

    @Test
    void a18_what_is_found_beside_writers_is_whole() throws InterruptedException {
        byte[] bytes = random(1, 1 << 20);
        ArtifactId id = ArtifactId.of(bytes);

        assertThat(together(
                        20,
                        number -> number % 2 == 0
                                || store().get(ANN, store().put(ANN, bytes)).isPresent()))
                .containsOnly(true);
        assertThat(together(20, number -> {
                    if (number % 2 == 0) {
                        store().put(BOB, bytes);
                    }
                    return store().get(BOB, id).map(ArtifactId::of).orElse(id);
                }))
                .containsOnly(id);
    }

    @Test
    void a19_what_is_put_beside_an_erasure_is_there_whole_or_not() throws InterruptedException {
        byte[] bytes = random(1, 10_000);
        ArtifactId id = ArtifactId.of(bytes);

        together(40, number -> number % 4 == 0 ? store().erase(ANN) : store().put(ANN, bytes));

        assertThat(store().get(ANN, id).map(ArtifactId::of).orElse(id)).isEqualTo(id);
        assertThat(store().get(ANN, store().put(ANN, bytes))).hasValue(bytes);
    }

    @Test
    void a20_an_interrupt_leaves_the_thread_interrupted_and_no_half() {
        ArtifactId id = ArtifactId.of(HELLO);
        Thread.currentThread().interrupt();
        try {
            store().put(ANN, HELLO);
        } catch (StoreException.Unavailable interrupted) {
            assertThat(interrupted).isNotNull();
        }

        assertThat(Thread.interrupted()).isTrue();
        assertThat(store().get(ANN, id).map(ArtifactId::of).orElse(id)).isEqualTo(id);
        assertThat(store().get(ANN, store().put(ANN, HELLO))).hasValue(HELLO);
    }
}
