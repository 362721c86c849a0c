package ai.netra.agents.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.TimeLimitException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Time limits, interrupts and ends that meet at every moment: bounded rounds, none of which waits for a time to be exact. */
@Timeout(60)
class TimeLimitRacesTest {
    private static final int ROUNDS = 3_000;
    private static final Duration FAR = Duration.ofMinutes(30);

    private final SystemScheduler scheduler = SystemScheduler.create();
    private final Random random = new Random(7);

    @AfterEach
    void close() {
        Thread.interrupted();
        scheduler.close();
    }

    /** Computes for some microseconds, without noticing interrupts. */
    private int compute() {
        int sum = 0;
        for (int i = random.nextInt(20_000); i > 0; i--) {
            sum += i ^ sum;
        }
        return sum;
    }

    private void ignoringPassed(Task task, Callable<Integer> body) throws Exception {
        try {
            task.within(soon(), body);
        } catch (TimeLimitException passed) {
            // as it may
        }
    }

    private Duration soon() {
        return Duration.ofNanos(random.nextInt(100_000));
    }

    @Test
    void a_limit_that_passes_as_the_body_returns_leaves_no_interrupt_behind() {
        Task task = scheduler.adopt("test");
        for (int i = 0; i < ROUNDS; i++) {
            Throwable thrown = catchThrowable(() -> task.within(soon(), this::compute));

            assertThat(thrown)
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            passed -> assertThat(passed).isInstanceOf(TimeLimitException.class));
            assertThat(Thread.currentThread().isInterrupted())
                    .as("interrupted, round %d", i)
                    .isFalse();
        }
        task.release();
    }

    @Test
    void an_outer_limit_that_has_passed_stays_an_interrupt_when_an_inner_one_is_taken_back() {
        Task task = scheduler.adopt("test");
        for (int i = 0; i < ROUNDS; i++) {
            CountDownLatch outerPassed = new CountDownLatch(1);
            List<Boolean> interrupted = new ArrayList<>();
            Throwable thrown = catchThrowable(() -> task.within(soon(), outerPassed::countDown, () -> {
                ignoringPassed(task, this::compute);
                if (outerPassed.getCount() == 0) {
                    interrupted.add(Thread.currentThread().isInterrupted());
                }
                return compute();
            }));

            assertThat(interrupted)
                    .as("interrupted by the outer limit, round %d", i)
                    .doesNotContain(false);
            assertThat(thrown == null || thrown instanceof TimeLimitException).isTrue();
            assertThat(Thread.currentThread().isInterrupted())
                    .as("interrupted, round %d", i)
                    .isFalse();
        }
        task.release();
    }

    @Test
    void an_outer_limit_that_is_due_with_an_inner_one_interrupts_what_waits_after_that() {
        Task task = scheduler.adopt("test");
        for (int i = 0; i < ROUNDS; i++) {
            Duration outer = Duration.ofNanos(random.nextInt(200_000));
            Duration inner = outer.minusNanos(random.nextInt(20_000));
            List<Throwable> interrupts = new ArrayList<>();
            Throwable thrown = catchThrowable(() -> task.within(outer, () -> {
                Throwable first = catchThrowable(() -> task.within(inner, TimeLimitRacesTest::waitInVain));
                boolean byInner = first instanceof TimeLimitException;
                interrupts.add(byInner ? catchThrowable(TimeLimitRacesTest::waitInVain) : first);
                return "late";
            }));

            assertThat(thrown).isInstanceOf(TimeLimitException.class);
            assertThat(interrupts)
                    .as("by the outer limit, round %d", i)
                    .singleElement()
                    .isInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted())
                    .as("interrupted, round %d", i)
                    .isFalse();
        }
        task.release();
    }

    @Test
    void an_outer_limit_that_passes_as_an_inner_one_is_taken_back_sees_no_interrupt_of_others() {
        Task task = scheduler.adopt("test");
        for (int i = 0; i < 2 * ROUNDS; i++) {
            Duration inner = Duration.ofNanos(random.nextInt(10_000));
            CountDownLatch outerPassed = new CountDownLatch(1);
            Throwable thrown = catchThrowable(() -> task.within(inner.plus(soon()), outerPassed::countDown, () -> {
                Throwable first = catchThrowable(() -> task.within(inner, () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.onSpinWait();
                    }
                    return compute();
                }));
                assertThat(first).isInstanceOf(TimeLimitException.class);
                return spinUntil(outerPassed);
            }));

            assertThat(thrown).isInstanceOf(TimeLimitException.class);
            assertThat(Thread.currentThread().isInterrupted())
                    .as("interrupted, round %d", i)
                    .isFalse();
        }
        task.release();
    }

    private static boolean spinUntil(CountDownLatch passed) {
        while (passed.getCount() > 0) {
            Thread.onSpinWait();
        }
        return true;
    }

    private static boolean waitInVain() throws InterruptedException {
        return new CountDownLatch(1).await(10, TimeUnit.SECONDS);
    }

    @Test
    void an_interrupt_by_the_owner_of_an_adopted_thread_is_there_after_a_limit_that_passed_after_it() {
        Task task = scheduler.adopt("test");
        CountDownLatch passed = new CountDownLatch(1);

        Throwable thrown = catchThrowable(() -> task.within(Duration.ofMillis(5), passed::countDown, () -> {
            Thread.currentThread().interrupt();
            return spinUntil(passed);
        }));

        assertThat(thrown).isInstanceOf(TimeLimitException.class);
        assertThat(Thread.interrupted()).as("by the owner").isTrue();
        task.release();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void an_interrupt_for_good_survives_a_limit_that_passes_with_it() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            Task task = scheduler.adopt("test");
            CountDownLatch go = new CountDownLatch(1);
            Task other = scheduler.fork("other", self -> {
                awaitUninterrupted(go);
                task.interrupt();
            });

            ignoringPassed(task, () -> {
                go.countDown();
                return compute();
            });
            boolean interrupted = joined(other);

            assertThat(interrupted).as("interrupted, round %d", i).isTrue();
            task.release();
        }
    }

    /** Joins a task however often this thread is interrupted, and says whether it was. */
    private static boolean joined(Task task) {
        boolean interrupted = Thread.interrupted();
        while (true) {
            try {
                task.join();
                return Thread.interrupted() || interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    @Test
    void an_interrupt_that_meets_the_release_of_a_thread_does_not_reach_its_owner() {
        for (int i = 0; i < ROUNDS; i++) {
            Task task = scheduler.adopt("test");
            CountDownLatch go = new CountDownLatch(1);
            Task other = scheduler.fork("other", self -> {
                awaitUninterrupted(go);
                task.interrupt();
            });

            go.countDown();
            compute();
            task.release();
            boolean interrupted = joined(other);

            assertThat(interrupted).as("interrupted, round %d", i).isFalse();
        }
    }

    @Test
    void every_limit_of_many_that_are_set_at_once_passes() throws InterruptedException {
        int tasks = 500;
        AtomicInteger passed = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        List<Task> forked = new ArrayList<>();
        Phaser start = new Phaser(1);
        for (int i = 0; i < tasks; i++) {
            Duration limit = i % 7 == 0
                    ? Duration.ZERO
                    : Duration.ofMillis(random.nextInt(30)).plus(soon());
            start.register();
            forked.add(scheduler.fork("limited", self -> {
                start.arriveAndAwaitAdvance();
                Throwable thrown = catchThrowable(() -> self.within(limit, told::incrementAndGet, () -> {
                    new CountDownLatch(1).await();
                    return "never";
                }));
                if (thrown instanceof TimeLimitException) {
                    passed.incrementAndGet();
                }
            }));
        }
        start.arriveAndDeregister();
        for (Task task : forked) {
            task.join();
        }

        assertThat(passed).hasValue(tasks);
        assertThat(told.get()).isLessThanOrEqualTo(tasks).isPositive();
    }

    @Test
    void a_near_limit_passes_though_a_far_one_was_set_before() {
        Task task = scheduler.adopt("test");

        Throwable thrown = catchThrowable(() -> task.within(
                FAR,
                () -> task.within(Duration.ofMillis(5), () -> {
                    new CountDownLatch(1).await();
                    return "never";
                })));

        assertThat(thrown).isInstanceOf(TimeLimitException.class);
        assertThat(((TimeLimitException) thrown).limit()).isEqualTo(Duration.ofMillis(5));
        task.release();
    }

    @Test
    void a_near_limit_does_not_wait_for_the_round_that_a_far_one_asked_for() {
        Task task = scheduler.adopt("test");
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = scheduler.nanoTime();
            Throwable thrown = catchThrowable(() -> task.within(
                    FAR,
                    () -> task.within(Duration.ofMillis(5), () -> {
                        new CountDownLatch(1).await();
                        return "never";
                    })));
            assertThat(thrown).isInstanceOf(TimeLimitException.class);
            shortest = Math.min(shortest, scheduler.nanoTime() - start);
        }

        assertThat(Duration.ofNanos(shortest))
                .as("the shortest of five waits of 5 ms")
                .isLessThan(Duration.ofMillis(500));
        task.release();
    }

    @Test
    void a_limit_longer_than_time_itself_is_none() throws Exception {
        Task task = scheduler.adopt("test");

        assertThat(task.within(Duration.ofSeconds(Long.MAX_VALUE), () -> "done"))
                .isEqualTo("done");
        task.release();
    }

    @Test
    void what_an_agent_leaves_interrupted_on_a_forked_thread_is_cleared() throws InterruptedException {
        ConcurrentLinkedQueue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
        Task task = scheduler.fork("leaving", self -> {
            assertThat(catchThrowable(() -> self.within(FAR, () -> {
                        Thread.currentThread().interrupt();
                        return "done";
                    })))
                    .isNull();
            interrupted.add(Thread.currentThread().isInterrupted());
        });
        task.join();

        assertThat(interrupted).containsExactly(false);
    }

    @Test
    void an_interrupt_by_the_owner_of_an_adopted_thread_is_kept() throws Exception {
        Task task = scheduler.adopt("test");

        task.within(FAR, () -> {
            Thread.currentThread().interrupt();
            return "done";
        });

        assertThat(task.interruptPending()).isTrue();
        task.release();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted by nobody", e);
        }
    }
}
