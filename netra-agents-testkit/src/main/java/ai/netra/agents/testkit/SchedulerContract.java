package ai.netra.agents.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.netra.agents.NetraException;
import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.LimitedCall;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.TimeLimitException;
import ai.netra.agents.spi.Timer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link Scheduler} promises, as numbered tests. A test class of an implementation extends this one:
 *
 * <pre>{@code
 * class SystemSchedulerTest extends SchedulerContract {
 *     @Override
 *     protected Scheduler newScheduler() {
 *         return SystemScheduler.create();
 *     }
 * }
 * }</pre>
 *
 * <p>Nothing here waits but by the scheduler's own clock: a virtual one passes in no time, a real one in a few {@linkplain #tick() ticks} a test. A
 * test that must do something before a time does not judge a machine that was too slow for it: it is skipped, and says so.
 *
 * <p>One long file on purpose: it is a list, and an implementor reads it from top to bottom.
 */
@TestMethodOrder(MethodOrderer.MethodName.class)
@Timeout(60)
public abstract class SchedulerContract {
    /** So far away that a test which waits for it has failed. */
    private static final Duration NEVER = Duration.ofMinutes(30);

    private final AtomicReference<Scheduler> scheduler = new AtomicReference<>();
    private final AtomicReference<Task> own = new AtomicReference<>();

    /** For subclasses. */
    protected SchedulerContract() {}

    /** A new scheduler, which the test closes. */
    protected abstract Scheduler newScheduler();

    /** The unit of waiting: long against the jitter of the machine, short for a test. 20 ms by default. */
    protected Duration tick() {
        return Duration.ofMillis(20);
    }

    @BeforeEach
    void open() {
        scheduler.set(newScheduler());
        own.set(scheduler().adopt("test"));
    }

    @AfterEach
    void close() {
        own().release();
        Thread.interrupted(); // what a test left must not fail the next one
        scheduler().close();
    }

    // Time

    @Test
    void s01_sleeping_moves_both_clocks_by_at_least_that_time() throws InterruptedException {
        Instant instant = scheduler().clock().instant();
        long nanos = scheduler().nanoTime();

        scheduler().clock().sleep(ticks(2));

        assertThat(scheduler().nanoTime() - nanos).isGreaterThanOrEqualTo(ticks(2).toNanos());
        assertThat(scheduler().clock().instant()).isAfter(instant);
    }

    @Test
    void s02_sleeping_for_no_time_or_less_returns() throws InterruptedException {
        scheduler().clock().sleep(Duration.ZERO);
        scheduler().clock().sleep(Duration.ofMinutes(-1));
    }

    @Test
    void s03_a_thread_that_is_interrupted_does_not_fall_asleep() {
        for (Duration duration : List.of(Duration.ZERO, NEVER)) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> scheduler().clock().sleep(duration)).isInstanceOf(InterruptedException.class);
            assertThat(Thread.currentThread().isInterrupted())
                    .as("interrupted, after the exception said so")
                    .isFalse();
        }
    }

    @Test
    void s04_ids_do_not_repeat() {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            ids.add(scheduler().newId());
        }

        assertThat(ids).hasSize(1_000);
    }

    // Tasks

    @Test
    void s05_a_forked_body_runs_on_a_named_thread_of_its_own_and_is_handed_its_task() throws InterruptedException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        AtomicBoolean current = new AtomicBoolean();

        Task task = scheduler().fork("worker", self -> {
            thread.set(Thread.currentThread());
            current.set(self.isCurrent());
        });
        task.join();

        assertThat(thread.get()).isNotSameAs(Thread.currentThread());
        assertThat(thread.get().getName()).isEqualTo("worker");
        assertThat(current).as("the task inside is current").isTrue();
        assertThat(task.isCurrent()).as("the task outside is current").isFalse();
    }

    @Test
    void s06_joining_waits_for_the_end_of_the_body_and_is_free_afterwards() throws InterruptedException {
        AtomicBoolean ended = new AtomicBoolean();
        Task task = scheduler().fork("worker", self -> {
            sleep(tick());
            ended.set(true);
        });

        task.join();

        assertThat(ended).isTrue();
        task.join();
    }

    @Test
    void s07_joining_is_interruptible_and_leaves_the_joined_alone() throws InterruptedException {
        Signal gate = scheduler().signal();
        Task joined = scheduler().fork("joined", self -> await(gate));
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Task joining = scheduler().fork("joining", self -> thrown.set(thrownBy(joined::join)));

        joining.interrupt();
        joining.join();
        gate.fire();
        joined.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void s08_an_interrupt_reaches_a_forked_body_however_early_it_comes() throws InterruptedException {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();

        Task task = scheduler()
                .fork(
                        "worker",
                        self -> thrown.set(thrownBy(() -> scheduler().clock().sleep(NEVER))));
        task.interrupt();
        task.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void s09_interrupting_a_body_that_has_returned_does_nothing() throws InterruptedException {
        Task task = scheduler().fork("worker", self -> {});
        task.join();

        task.interrupt();
    }

    @Test
    void s10_an_adopted_thread_is_the_current_task_and_can_be_interrupted_by_others() throws InterruptedException {
        Task other = scheduler().fork("other", self -> own().interrupt());

        assertThat(own().isCurrent()).isTrue();
        assertThatThrownBy(() -> scheduler().clock().sleep(NEVER)).isInstanceOf(InterruptedException.class);
        other.join();
    }

    @Test
    void s11_a_released_thread_is_no_longer_reached_by_interrupts() {
        own().release();

        own().interrupt();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void s12_a_thread_adopted_twice_is_a_task_until_it_is_released_twice() {
        Task inner = scheduler().adopt("inner");
        inner.release();

        inner.interrupt();
        assertThat(Thread.interrupted())
                .as("interrupted through the released task")
                .isFalse();
        own().interrupt();
        assertThat(Thread.interrupted())
                .as("interrupted through the other task")
                .isTrue();
    }

    @Test
    void s13_release_takes_the_tasks_interrupt_with_it() {
        own().interrupt();

        own().release();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void s14_release_can_leave_the_thread_interrupted() {
        own().releaseInterrupted();

        assertThat(Thread.interrupted()).isTrue();
        own().interrupt();
        assertThat(Thread.interrupted()).as("interrupted after the release").isFalse();
    }

    @Test
    void s15_release_of_one_adoption_leaves_the_interrupt_of_another() {
        Task inner = scheduler().adopt("inner");
        inner.interrupt();
        own().interrupt();

        inner.release();

        assertThat(Thread.interrupted())
                .as("interrupted through the other task")
                .isTrue();
    }

    // Time limits

    @Test
    void s16_a_body_within_its_limit_returns_its_value_or_throws_what_it_throws() throws Exception {
        assertThat(own().within(NEVER, () -> "value")).isEqualTo("value");
        assertThatThrownBy(() -> own().within(NEVER, () -> {
                    throw new IOException("by the body");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("by the body");
    }

    @Test
    void s17_a_body_beyond_its_limit_is_interrupted_and_what_it_threw_is_suppressed() {
        TimeLimitException thrown =
                catchThrowableOfType(TimeLimitException.class, () -> own().within(tick(), () -> sleepThrough(NEVER)));

        assertThat(thrown).isNotNull();
        assertThat(thrown.limit()).isEqualTo(tick());
        assertThat(thrown.getSuppressed()).singleElement().isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted())
                .as("interrupted after the limit's return")
                .isFalse();
    }

    @Test
    void s18_a_body_that_swallows_the_interrupt_and_returns_is_still_beyond_its_limit() {
        assertThatThrownBy(() -> own().within(
                                tick(), () -> thrownBy(() -> scheduler().clock().sleep(NEVER))))
                .isInstanceOf(TimeLimitException.class)
                .hasNoSuppressedExceptions();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void s19_a_body_that_never_looks_leaves_no_interrupt_behind() {
        assertThatThrownBy(() -> own().within(tick(), () -> {
                    Task sleeper = scheduler().fork("sleeper", self -> sleep(ticks(4)));
                    joinUninterrupted(sleeper); // sets the interrupt again on return
                    return "late";
                }))
                .isInstanceOf(TimeLimitException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void s20_a_limit_ends_with_its_call_and_interrupts_nothing_afterwards() throws Exception {
        withinUnlessTooSlow(own(), ticks(10), () -> {});

        scheduler().clock().sleep(ticks(12));
    }

    @Test
    void s21_a_limit_of_no_time_has_passed() {
        for (Duration limit : List.of(Duration.ZERO, Duration.ofMinutes(-1))) {
            assertThatThrownBy(() -> own().within(limit, () -> sleepThrough(NEVER)))
                    .isInstanceOf(TimeLimitException.class);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void s22_an_inner_limit_that_passes_leaves_the_outer_body_to_go_on() throws Exception {
        String value = own().within(NEVER, () -> {
            assertThatThrownBy(() -> own().within(tick(), () -> sleepThrough(NEVER)))
                    .isInstanceOf(TimeLimitException.class);
            scheduler().clock().sleep(tick());
            return "went on";
        });

        assertThat(value).isEqualTo("went on");
    }

    @Test
    void s23_an_outer_limit_that_passes_interrupts_the_inner_body_and_is_the_outer_calls_to_report() {
        AtomicReference<@Nullable Throwable> inner = new AtomicReference<>();
        TimeLimitException outer = catchThrowableOfType(
                TimeLimitException.class,
                () -> own().within(tick(), () -> {
                    inner.set(thrownBy(() -> own().within(NEVER, () -> sleepThrough(NEVER))));
                    return "swallowed";
                }));

        assertThat(inner.get()).isInstanceOf(InterruptedException.class);
        assertThat(outer).isNotNull();
        assertThat(outer.limit()).isEqualTo(tick());
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void s24_where_both_limits_passed_the_inner_call_leaves_the_outer_ones_interrupt() {
        AtomicReference<@Nullable Throwable> inner = new AtomicReference<>();
        AtomicBoolean interruptedBetween = new AtomicBoolean();
        TimeLimitException outer = catchThrowableOfType(
                TimeLimitException.class,
                () -> own().within(ticks(5), () -> {
                    inner.set(thrownBy(() -> own().within(tick(), () -> ignoreInterrupts(2))));
                    interruptedBetween.set(Thread.currentThread().isInterrupted());
                    return "late";
                }));

        assertThat(inner.get())
                .isInstanceOfSatisfying(
                        TimeLimitException.class, e -> assertThat(e.limit()).isEqualTo(tick()));
        assertThat(interruptedBetween).as("interrupted between the two calls").isTrue();
        assertThat(outer).isNotNull();
        assertThat(outer.limit()).isEqualTo(ticks(5));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void s25_an_interrupt_for_good_within_the_limit_is_the_bodys_to_throw() {
        assertThatThrownBy(() -> own().within(NEVER, () -> {
                    own().interrupt();
                    return sleepThrough(NEVER);
                }))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void s26_an_interrupt_for_good_survives_the_clearing_of_a_limits_own() {
        assertThatThrownBy(() -> own().within(tick(), () -> {
                    own().interrupt();
                    return ignoreInterrupts(2);
                }))
                .isInstanceOf(TimeLimitException.class);

        assertThat(Thread.interrupted()).as("still interrupted for good").isTrue();
    }

    @Test
    void s27_an_interrupt_for_good_from_another_task_survives_it_too() throws InterruptedException {
        AtomicReference<@Nullable Throwable> limit = new AtomicReference<>();
        AtomicBoolean interruptedAfterwards = new AtomicBoolean();
        Task limited = scheduler().fork("limited", self -> {
            limit.set(thrownBy(() -> self.within(ticks(3), () -> ignoreInterrupts(2))));
            interruptedAfterwards.set(Thread.currentThread().isInterrupted());
        });

        scheduler().clock().sleep(tick());
        limited.interrupt();
        limited.join();

        assertThat(limit.get()).isInstanceOf(TimeLimitException.class);
        assertThat(interruptedAfterwards).isTrue();
    }

    @Test
    void s28_a_limit_of_one_adoption_leaves_an_interrupt_for_good_of_another() {
        Task inner = scheduler().adopt("inner");

        assertThatThrownBy(() -> inner.within(tick(), () -> {
                    own().interrupt();
                    return ignoreInterrupts(2);
                }))
                .isInstanceOf(TimeLimitException.class);

        inner.release();
        assertThat(Thread.interrupted())
                .as("interrupted through the other task")
                .isTrue();
    }

    @Test
    void s29_a_limit_of_one_adoption_leaves_the_interrupt_of_anothers_limit() {
        AtomicBoolean interruptedBetween = new AtomicBoolean();

        assertThatThrownBy(() -> own().within(ticks(5), () -> {
                    Task inner = scheduler().adopt("inner");
                    assertThatThrownBy(() -> inner.within(tick(), () -> ignoreInterrupts(2)))
                            .isInstanceOf(TimeLimitException.class);
                    inner.release();
                    interruptedBetween.set(Thread.currentThread().isInterrupted());
                    return "late";
                }))
                .isInstanceOf(TimeLimitException.class);

        assertThat(interruptedBetween).as("interrupted by the enclosing limit").isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void s30_an_action_at_a_limit_runs_once_when_it_passes_on_another_thread() throws InterruptedException {
        Inbox<Thread> ran = scheduler().inbox();

        assertThatThrownBy(() -> own().within(tick(), () -> ran.put(Thread.currentThread()), () -> sleepThrough(NEVER)))
                .isInstanceOf(TimeLimitException.class);

        assertThat(ran.take()).isNotSameAs(Thread.currentThread());
        scheduler().clock().sleep(ticks(2));
        assertThat(ran.poll()).isEmpty();
    }

    @Test
    void s31_an_action_at_a_limit_does_not_run_where_it_does_not_pass() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();

        withinUnlessTooSlow(own(), ticks(10), () -> ran.set(true));
        scheduler().clock().sleep(ticks(12));

        assertThat(ran).isFalse();
    }

    @Test
    void s32_what_lies_beyond_all_time_is_no_limit() throws Exception {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        Signal signal = scheduler().signal();

        assertThat(own().within(forever, () -> "value")).isEqualTo("value");
        scheduler().schedule(forever, () -> {}).cancel();
        scheduler().schedule(tick(), signal::fire);
        assertThat(signal.await(forever)).isTrue();
    }

    // Inboxes

    @Test
    void s33_an_inbox_gives_in_the_order_in_which_it_was_given() throws InterruptedException {
        Inbox<Integer> inbox = scheduler().inbox();
        for (int i = 0; i < 100; i++) {
            inbox.put(i);
        }

        for (int i = 0; i < 100; i++) {
            assertThat(inbox.take()).isEqualTo(i);
        }
    }

    @Test
    void s34_an_inbox_loses_nothing_of_many_writers_and_keeps_each_ones_order() throws InterruptedException {
        int writers = 8;
        int each = 50;
        Inbox<int[]> inbox = scheduler().inbox();
        for (int i = 0; i < writers; i++) {
            int writer = i;
            scheduler().fork("writer-" + i, self -> {
                for (int n = 0; n < each; n++) {
                    inbox.put(new int[] {writer, n});
                }
            });
        }

        int[] next = new int[writers];
        for (int i = 0; i < writers * each; i++) {
            int[] element = inbox.take();
            assertThat(element[1]).as("next of writer %d", element[0]).isEqualTo(next[element[0]]++);
        }
        assertThat(inbox.poll()).isEmpty();
    }

    @Test
    void s35_taking_waits_for_an_element_and_polling_does_not() throws InterruptedException {
        Inbox<String> inbox = scheduler().inbox();

        assertThat(inbox.poll()).isEmpty();
        scheduler().fork("writer", self -> {
            sleep(tick());
            inbox.put("late");
        });
        assertThat(inbox.take()).isEqualTo("late");
        inbox.put("there");
        assertThat(inbox.poll()).contains("there");
    }

    @Test
    void s36_taking_from_an_empty_inbox_is_interruptible() throws InterruptedException {
        Inbox<String> inbox = scheduler().inbox();
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Task reader = scheduler().fork("reader", self -> thrown.set(thrownBy(inbox::take)));

        reader.interrupt();
        reader.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void s37_an_interrupted_reader_still_gets_what_is_there_and_stays_interrupted() throws InterruptedException {
        Inbox<String> inbox = scheduler().inbox();
        inbox.put("there");

        Thread.currentThread().interrupt();

        assertThat(inbox.take()).isEqualTo("there");
        assertThat(Thread.interrupted()).isTrue();
    }

    // Signals

    @Test
    void s38_a_signal_lets_every_waiter_through_and_stays_open() throws InterruptedException {
        Signal signal = scheduler().signal();
        AtomicInteger through = new AtomicInteger();
        List<Task> waiters = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiters.add(scheduler().fork("waiter-" + i, self -> {
                await(signal);
                through.incrementAndGet();
            }));
        }

        assertThat(signal.isFired()).isFalse();
        signal.fire();
        signal.fire();
        for (Task waiter : waiters) {
            waiter.join();
        }

        assertThat(through).hasValue(8);
        assertThat(signal.isFired()).isTrue();
        signal.await();
        assertThat(signal.await(Duration.ZERO)).isTrue();
    }

    @Test
    void s39_a_wait_for_a_signal_ends_with_its_timeout() throws InterruptedException {
        Signal signal = scheduler().signal();
        long start = scheduler().nanoTime();

        assertThat(signal.await(ticks(2))).isFalse();
        assertThat(scheduler().nanoTime() - start).isGreaterThanOrEqualTo(ticks(2).toNanos());
        assertThat(signal.await(Duration.ZERO)).isFalse();
        assertThat(signal.await(Duration.ofMinutes(-1))).isFalse();
    }

    @Test
    void s40_a_wait_with_a_timeout_ends_with_its_signal() throws InterruptedException {
        Signal signal = scheduler().signal();
        scheduler().fork("firing", self -> {
            sleep(tick());
            signal.fire();
        });

        assertThat(signal.await(NEVER)).isTrue();
    }

    @Test
    void s41_waits_for_a_signal_are_interruptible() throws InterruptedException {
        Signal signal = scheduler().signal();
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        Task untimed = scheduler().fork("untimed", self -> thrown.add(thrownBy(signal::await)));
        Task timed = scheduler().fork("timed", self -> thrown.add(thrownBy(() -> signal.await(NEVER))));

        untimed.interrupt();
        timed.interrupt();
        untimed.join();
        timed.join();

        assertThat(thrown).hasSize(2).allMatch(InterruptedException.class::isInstance);
    }

    // Timers

    @Test
    void s42_timers_run_in_the_order_of_their_times() throws InterruptedException {
        List<String> ran = new CopyOnWriteArrayList<>();
        Signal last = scheduler().signal();
        long start = scheduler().nanoTime();

        scheduler().schedule(ticks(9), () -> {
            ran.add("third");
            last.fire();
        });
        scheduler().schedule(ticks(3), () -> ran.add("first"));
        scheduler().schedule(ticks(6), () -> ran.add("second"));
        assumeInTime(start, ticks(3));
        last.await();

        assertThat(ran).containsExactly("first", "second", "third");
        assertThat(scheduler().nanoTime() - start).isGreaterThanOrEqualTo(ticks(9).toNanos());
    }

    @Test
    void s43_a_timer_that_is_cancelled_in_time_does_not_run() throws InterruptedException {
        AtomicBoolean ran = new AtomicBoolean();
        long start = scheduler().nanoTime();

        Timer timer = scheduler().schedule(ticks(10), () -> ran.set(true));
        timer.cancel();
        assumeInTime(start, ticks(10));
        scheduler().clock().sleep(ticks(12));

        assertThat(ran).isFalse();
        timer.cancel();
    }

    @Test
    void s44_a_timer_without_delay_runs() throws InterruptedException {
        Signal first = scheduler().signal();
        Signal second = scheduler().signal();

        scheduler().schedule(Duration.ZERO, first::fire);
        scheduler().schedule(Duration.ofMinutes(-1), second::fire);

        first.await();
        second.await();
    }

    @Test
    void s45_a_timer_may_be_cancelled_by_its_own_action() throws InterruptedException {
        AtomicReference<Timer> timer = new AtomicReference<>();
        Signal done = scheduler().signal();
        timer.set(scheduler().schedule(ticks(2), () -> {
            Timer self = timer.get();
            if (self != null) {
                self.cancel();
            }
            done.fire();
        }));

        done.await();
    }

    // Other threads

    @Test
    void s46_a_thread_that_is_no_task_may_wait_too() throws InterruptedException {
        own().release();
        Inbox<String> inbox = scheduler().inbox();
        Signal signal = scheduler().signal();
        Task task = scheduler().fork("task", self -> {
            sleep(tick());
            inbox.put("there");
            sleep(tick());
            signal.fire();
            sleep(tick());
        });

        assertThat(inbox.take()).isEqualTo("there");
        signal.await();
        task.join();
        scheduler().clock().sleep(tick());
        assertThat(scheduler().signal().await(tick())).isFalse();
    }

    // All of it at once

    @Test
    void s47_many_tasks_wait_side_by_side() throws InterruptedException {
        int tasks = 64;
        Inbox<Integer> inbox = scheduler().inbox();
        long start = scheduler().nanoTime();
        for (int i = 0; i < tasks; i++) {
            int number = i;
            scheduler().fork("waiter-" + i, self -> {
                sleep(ticks(5));
                inbox.put(number);
            });
        }

        Set<Integer> heard = new HashSet<>();
        for (int i = 0; i < tasks; i++) {
            heard.add(inbox.take());
        }

        assertThat(heard).hasSize(tasks);
        assertThat(scheduler().nanoTime() - start)
                .as("nanoseconds for waits that would take %s one after the other", ticks(5 * tasks))
                .isLessThan(ticks(5 * tasks).toNanos());
    }

    @Test
    void s48_many_tasks_are_interrupted_and_all_end() throws InterruptedException {
        AtomicInteger interrupted = new AtomicInteger();
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            tasks.add(scheduler().fork("waiter-" + i, self -> {
                if (thrownBy(() -> self.within(NEVER, () -> sleepThrough(NEVER))) instanceof InterruptedException) {
                    interrupted.incrementAndGet();
                }
            }));
        }

        tasks.forEach(Task::interrupt);
        for (Task task : tasks) {
            task.join();
        }

        assertThat(interrupted).hasValue(64);
    }

    // Interrupts by others than this scheduler

    @Test
    void s49_an_interrupt_of_a_threads_owner_within_a_limit_is_kept() throws Exception {
        own().within(NEVER, () -> {
            Thread.currentThread().interrupt();
            return "done";
        });

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void s50_an_interrupt_of_a_threads_owner_outlives_a_limit_that_passes_after_it() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> own().within(Duration.ZERO, () -> "late")).isInstanceOf(TimeLimitException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void s51_an_interrupt_of_a_threads_owner_outlives_an_interrupt_for_good_and_the_release() {
        Thread.currentThread().interrupt();
        own().interrupt();

        own().release();

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void s52_a_body_on_a_forked_thread_leaves_no_interrupt_of_its_own_behind() throws InterruptedException {
        AtomicReference<@Nullable Boolean> interrupted = new AtomicReference<>();
        Task task = scheduler().fork("leaving", self -> {
            within(self, () -> Thread.currentThread().interrupt());
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        task.join();

        assertThat(interrupted).hasValue(false);
    }

    @Test
    void s53_what_was_left_interrupted_on_a_forked_thread_reaches_no_later_limit() throws InterruptedException {
        AtomicReference<@Nullable Boolean> interrupted = new AtomicReference<>();
        Task task = scheduler().fork("leaving", self -> {
            Thread.currentThread().interrupt();
            within(self, () -> interrupted.set(Thread.currentThread().isInterrupted()));
        });
        task.join();

        assertThat(interrupted).hasValue(false);
    }

    @Test
    void s54_what_was_left_interrupted_on_a_forked_thread_ends_with_its_adoption() throws InterruptedException {
        AtomicReference<@Nullable Boolean> interrupted = new AtomicReference<>();
        Task task = scheduler().fork("leaving", self -> {
            Task inner = scheduler().adopt("inner");
            Thread.currentThread().interrupt();
            inner.release();
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        task.join();

        assertThat(interrupted).hasValue(false);
    }

    @Test
    void s55_an_interrupt_for_good_of_a_forked_thread_is_no_leftover() throws InterruptedException {
        List<Boolean> interrupted = new CopyOnWriteArrayList<>();
        Task task = scheduler().fork("interrupted", self -> {
            self.interrupt();
            within(self, () -> interrupted.add(Thread.currentThread().isInterrupted()));
            Task inner = scheduler().adopt("inner");
            inner.release();
            interrupted.add(Thread.currentThread().isInterrupted());
        });
        task.join();

        assertThat(interrupted).containsExactly(true, true);
    }

    // What the engine knows and need not ask

    @Test
    void s56_a_limit_counts_from_the_time_that_its_caller_has_read() {
        Duration limit = NEVER.plus(tick());
        long before = scheduler().nanoTime() - NEVER.toNanos();

        assertThatThrownBy(() -> own().within(limit, before, limited(() -> sleepThrough(NEVER))))
                .isInstanceOfSatisfying(
                        TimeLimitException.class, e -> assertThat(e.limit()).isEqualTo(limit));
    }

    @Test
    void s57_a_limited_call_is_told_once_when_its_limit_passes() throws InterruptedException {
        Inbox<String> told = scheduler().inbox();

        assertThatThrownBy(() -> own().within(tick(), scheduler().nanoTime(), new LimitedCall<String>() {
                    @Override
                    public String call() throws InterruptedException {
                        return sleepThrough(NEVER);
                    }

                    @Override
                    public void limitPassed() {
                        told.put("passed");
                    }
                }))
                .isInstanceOf(TimeLimitException.class);

        assertThat(told.take()).isEqualTo("passed");
        scheduler().clock().sleep(ticks(2));
        assertThat(told.poll()).isEmpty();
    }

    @Test
    void s58_a_task_is_limited_on_no_thread_but_its_own() throws InterruptedException {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        Task other = scheduler().fork("other", self -> {
            thrown.add(thrownBy(() -> own().within(NEVER, () -> "value")));
            thrown.add(thrownBy(() -> own().within(NEVER, scheduler().nanoTime(), limited(() -> "value"))));
        });
        other.join();

        assertThat(thrown)
                .hasSize(2)
                .allSatisfy(refusal ->
                        assertThat(refusal).isInstanceOf(NetraException.class).hasMessageContaining("own thread"));
    }

    private Scheduler scheduler() {
        return scheduler.get();
    }

    /** The test's own thread as a task: adopted, so that time under a virtual scheduler waits for what the test does next. */
    private Task own() {
        return own.get();
    }

    private Duration ticks(int count) {
        return tick().multipliedBy(count);
    }

    private String sleepThrough(Duration duration) throws InterruptedException {
        scheduler().clock().sleep(duration);
        return "slept";
    }

    /** Goes on sleeping through this many interrupts, or for so long that they have come as one. */
    private String ignoreInterrupts(int count) {
        long end = scheduler().nanoTime() + ticks(50).toNanos();
        int interrupts = 0;
        while (interrupts < count && scheduler().nanoTime() < end) {
            if (thrownBy(() -> scheduler().clock().sleep(ticks(50))) != null) {
                interrupts++;
            }
        }
        return "done";
    }

    private static void within(Task task, Runnable body) {
        Throwable thrown = thrownBy(() -> task.within(NEVER, () -> {
            body.run();
            return "done";
        }));
        if (thrown != null) {
            throw new AssertionError("within its limit", thrown);
        }
    }

    private static <T> LimitedCall<T> limited(Callable<T> body) {
        return new LimitedCall<>() {
            @Override
            public T call() throws Exception {
                return body.call();
            }

            @Override
            public void limitPassed() {}
        };
    }

    private static void joinUninterrupted(Task task) {
        boolean interrupted = false;
        while (thrownBy(task::join) != null) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void withinUnlessTooSlow(Task task, Duration limit, Runnable whenPassed) throws Exception {
        try {
            task.within(limit, whenPassed, () -> "done");
        } catch (TimeLimitException e) {
            assumeTrue(false, "this machine took over " + limit + " for nothing at all, so this says nothing");
        }
    }

    private void assumeInTime(long start, Duration limit) {
        assumeTrue(
                scheduler().nanoTime() - start < limit.toNanos(),
                "this machine took over " + limit + " for a few calls, so this says nothing");
    }

    private void sleep(Duration duration) {
        Throwable thrown = thrownBy(() -> scheduler().clock().sleep(duration));
        if (thrown != null) {
            throw new AssertionError("interrupted by nobody", thrown);
        }
    }

    private static void await(Signal signal) {
        Throwable thrown = thrownBy(signal::await);
        if (thrown != null) {
            throw new AssertionError("interrupted by nobody", thrown);
        }
    }

    private static @Nullable Throwable thrownBy(ThrowingCallable body) {
        try {
            body.call();
            return null;
        } catch (Throwable thrown) {
            return thrown;
        }
    }
}
