package ai.netra.agents.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.NetraException;
import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.TimeLimitException;
import ai.netra.agents.spi.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VirtualClockTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final VirtualClock automatic = VirtualClock.automatic();
    private final VirtualClock manual = VirtualClock.manual();

    @AfterEach
    void close() {
        automatic.close();
        manual.close();
    }

    @Test
    void begins_at_a_fixed_instant_and_counts_ids() {
        assertThat(automatic.clock().instant()).isEqualTo(VirtualClock.START).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(automatic.nanoTime()).isZero();
        assertThat(automatic.newId()).isEqualTo("id-1");
        assertThat(automatic.newId()).isEqualTo("id-2");
        assertThat(manual.newId()).isEqualTo("id-1");
    }

    @Test
    void time_is_exact_to_the_nanosecond() throws InterruptedException {
        automatic.clock().sleep(Duration.ofNanos(1));
        assertThat(automatic.nanoTime()).isEqualTo(1);

        automatic.clock().sleep(HOUR);
        assertThat(automatic.clock().instant())
                .isEqualTo(VirtualClock.START.plus(HOUR).plusNanos(1));
    }

    @Test
    void a_wait_beyond_all_time_ends_at_its_end() throws InterruptedException {
        automatic.clock().sleep(SECOND);

        automatic.clock().sleep(Duration.ofSeconds(Long.MAX_VALUE));

        assertThat(automatic.nanoTime()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void sleeps_side_by_side_take_the_time_of_the_longest() throws InterruptedException {
        List<Task> tasks = new ArrayList<>();
        Task own = automatic.adopt("test");
        for (int i = 1; i <= 200; i++) {
            Duration duration = SECOND.multipliedBy(i);
            tasks.add(automatic.fork("sleeper-" + i, self -> sleep(automatic, duration)));
        }
        for (Task task : tasks) {
            task.join();
        }
        own.release();

        assertThat(automatic.nanoTime()).isEqualTo(SECOND.multipliedBy(200).toNanos());
        assertThat(automatic.tasks()).isEmpty();
    }

    @RepeatedTest(20)
    void everything_happens_at_its_own_time() throws InterruptedException {
        List<String> log = new CopyOnWriteArrayList<>();
        Task own = automatic.adopt("test");
        Task slow = automatic.fork("slow", self -> {
            for (int i = 0; i < 3; i++) {
                sleep(automatic, SECOND.multipliedBy(3));
                log.add("slow at " + seconds(automatic));
            }
        });
        Task fast = automatic.fork("fast", self -> {
            for (int i = 0; i < 3; i++) {
                sleep(automatic, SECOND.multipliedBy(2));
                log.add("fast at " + seconds(automatic));
            }
        });
        automatic.schedule(Duration.ofMillis(6_500), () -> log.add("timer at " + seconds(automatic)));
        slow.join();
        fast.join();
        own.release();

        assertThat(log.subList(0, 3)).containsExactly("fast at 2", "slow at 3", "fast at 4");
        assertThat(log.subList(3, 5)).containsExactlyInAnyOrder("slow at 6", "fast at 6");
        assertThat(log.subList(5, 7)).containsExactly("timer at 6", "slow at 9");
    }

    @Test
    void a_task_at_work_holds_time_still() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        AtomicReference<Duration> seen = new AtomicReference<>();
        Task worker = automatic.fork("worker", self -> {
            uninterrupted(release::await);
            seen.set(Duration.ofNanos(automatic.nanoTime()));
        });
        Signal timer = automatic.signal();
        automatic.schedule(SECOND, timer::fire);

        Task watcher = automatic.fork("watcher", self -> release.countDown());
        watcher.join();
        worker.join();
        timer.await();

        assertThat(seen).hasValue(Duration.ZERO);
        assertThat(automatic.nanoTime()).isEqualTo(SECOND.toNanos());
    }

    @Test
    void with_nobody_waiting_time_stands_still() throws InterruptedException {
        List<String> ran = new CopyOnWriteArrayList<>();
        Signal last = automatic.signal();
        automatic.schedule(SECOND.multipliedBy(3), () -> {
            ran.add("third");
            last.fire();
        });
        automatic.schedule(SECOND, () -> ran.add("first"));
        automatic.schedule(SECOND.multipliedBy(2), () -> ran.add("second"));

        assertThat(automatic.nanoTime()).isZero();
        last.await();
        assertThat(ran).containsExactly("first", "second", "third");
    }

    @Test
    void timers_of_one_time_run_in_the_order_of_asking_on_one_thread() throws InterruptedException {
        List<Integer> ran = new ArrayList<>(); // not thread-safe on purpose
        Signal last = automatic.signal();
        for (int i = 0; i < 100; i++) {
            int number = i;
            automatic.schedule(SECOND, () -> ran.add(number));
        }
        automatic.schedule(SECOND, last::fire);

        last.await();

        assertThat(ran).hasSize(100).isSorted();
    }

    @Test
    void a_timer_can_cancel_one_of_the_same_time() throws InterruptedException {
        List<String> ran = new CopyOnWriteArrayList<>();
        AtomicReference<Timer> victim = new AtomicReference<>();
        automatic.schedule(SECOND, () -> victim.get().cancel());
        victim.set(automatic.schedule(SECOND, () -> ran.add("victim")));
        Signal last = automatic.signal();
        automatic.schedule(SECOND, last::fire);

        last.await();

        assertThat(ran).isEmpty();
    }

    @Test
    void a_limit_asked_for_before_a_wait_of_the_same_length_passes_first() {
        Task own = automatic.adopt("test");

        assertThatThrownBy(() -> own.within(SECOND, () -> {
                    automatic.clock().sleep(SECOND);
                    return "just in time";
                }))
                .isInstanceOf(TimeLimitException.class);
        own.release();
    }

    @Test
    void a_limit_belongs_to_the_tasks_own_thread() throws InterruptedException {
        Task own = automatic.adopt("test");
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        automatic
                .fork("other", self -> thrown.set(catchThrowable(() -> own.within(SECOND, () -> "value"))))
                .join();
        own.release();

        assertThat(thrown.get())
                .isInstanceOf(NetraException.class)
                .hasMessage("task test is limited on thread other; call within() on the task's own thread");
    }

    @Test
    void a_deadlock_stays_and_is_described() throws InterruptedException {
        Inbox<String> inbox = manual.inbox();
        Signal signal = manual.signal();
        Task reader = manual.fork("reader", self -> uninterrupted(inbox::take));
        Task waiter = manual.fork("waiter", self -> uninterrupted(signal::await));
        Task joiner = manual.fork("joiner", self -> uninterrupted(reader::join));
        manual.advance(Duration.ZERO);

        assertThat(manual.describe()).isEqualTo("""
            VirtualClock[manual, at 2026-01-01T00:00:00Z, 3 tasks, 0 timers]
              task reader waits for an element of inbox 1
              task waiter waits for signal 2
              task joiner waits for the end of task reader\
            """).isEqualTo(manual.toString());
        assertThat(manual.tasks()).containsExactly("reader", "waiter", "joiner");

        inbox.put("end");
        signal.fire();
        joiner.join();
        waiter.join();
        assertThat(manual.tasks()).isEmpty();
    }

    @Test
    void sleepers_timers_and_tasks_at_work_are_described() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        Task sleeper = manual.fork("sleeper", self -> sleep(manual, SECOND));
        manual.advance(Duration.ZERO);
        Task worker = manual.fork("worker", self -> uninterrupted(release::await));

        assertThat(manual.describe()).isEqualTo("""
            VirtualClock[manual, at 2026-01-01T00:00:00Z, 2 tasks, 1 timers]
              task sleeper waits for sleep until 2026-01-01T00:00:01Z
              task worker runs
              next timer at 2026-01-01T00:00:01Z\
            """);

        release.countDown();
        worker.join();
        manual.advance(SECOND);
        sleeper.join();
    }

    @Test
    void by_hand_time_moves_from_due_to_due_and_settles_between() throws InterruptedException {
        List<String> log = new CopyOnWriteArrayList<>();
        Task task = manual.fork("ticking", self -> {
            for (int i = 0; i < 3; i++) {
                sleep(manual, SECOND);
                log.add("tick at " + seconds(manual));
            }
        });

        manual.advance(Duration.ofMillis(999));
        assertThat(log).isEmpty();
        manual.advance(Duration.ofMillis(1_501));
        assertThat(log).containsExactly("tick at 1", "tick at 2");
        assertThat(manual.nanoTime()).isEqualTo(Duration.ofMillis(2_500).toNanos());
        manual.advance(HOUR);
        assertThat(log).containsExactly("tick at 1", "tick at 2", "tick at 3");
        task.join();
    }

    @Test
    void by_hand_limits_pass_and_timers_run() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicInteger timers = new AtomicInteger();
        manual.fork(
                "limited",
                self -> thrown.set(catchThrowable(() -> self.within(SECOND, () -> {
                    manual.clock().sleep(HOUR);
                    return "slept";
                }))));
        manual.schedule(SECOND, timers::incrementAndGet);
        manual.schedule(HOUR, timers::incrementAndGet);

        manual.advance(SECOND);

        assertThat(thrown.get()).isInstanceOf(TimeLimitException.class);
        assertThat(timers).hasValue(1);
        assertThat(manual.tasks()).isEmpty();
    }

    @Test
    void a_task_may_move_time_by_hand() throws InterruptedException {
        Task own = manual.adopt("test");
        Task sleeper = manual.fork("sleeper", self -> sleep(manual, SECOND));

        manual.advance(SECOND);

        sleeper.join();
        assertThat(manual.nanoTime()).isEqualTo(SECOND.toNanos());
        own.release();
    }

    @Test
    void moving_time_by_hand_is_interruptible() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        Task worker = manual.fork("worker", self -> uninterrupted(release::await));

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> manual.advance(SECOND)).isInstanceOf(InterruptedException.class);
        release.countDown();
        worker.join();
    }

    @Test
    void refuses_to_move_an_automatic_clock_or_to_go_back() {
        assertThatThrownBy(() -> automatic.advance(SECOND))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("an automatic clock moves by itself; use VirtualClock.manual() to move it with advance()");
        assertThatThrownBy(() -> manual.advance(SECOND.negated()))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("time cannot go back by PT1S; advance by zero or more");
    }

    @Test
    void what_a_body_or_an_action_throws_ends_in_close() throws InterruptedException {
        VirtualClock clock = VirtualClock.automatic();
        Task body = clock.fork("broken", self -> {
            throw new IllegalStateException("body");
        });
        body.join();
        Signal last = clock.signal();
        clock.schedule(SECOND, () -> {
            throw new IllegalStateException("action");
        });
        clock.schedule(SECOND, last::fire);
        last.await();

        assertThatThrownBy(clock::close)
                .isInstanceOf(AssertionError.class)
                .hasMessage("under a virtual clock, task broken threw java.lang.IllegalStateException: body; "
                        + "a timer's action threw java.lang.IllegalStateException: action");
    }

    @Test
    void an_interrupt_from_nowhere_survives_a_limit_that_passes_after_it() {
        Task own = automatic.adopt("test");
        Thread.currentThread().interrupt();

        Throwable thrown = catchThrowable(() -> own.within(Duration.ZERO, () -> {
            automatic.clock().sleep(HOUR);
            return "slept";
        }));

        assertThat(thrown).isInstanceOf(TimeLimitException.class);
        assertThat(Thread.interrupted()).as("still interrupted from nowhere").isTrue();
        own.release();
    }

    @Test
    void an_interrupt_from_nowhere_survives_nested_limits_too() {
        Task own = automatic.adopt("test");
        Thread.currentThread().interrupt();

        Throwable thrown = catchThrowable(() -> own.within(Duration.ZERO, () -> {
            own.within(Duration.ZERO, () -> "inner");
            return "outer";
        }));

        assertThat(thrown).isInstanceOf(TimeLimitException.class);
        assertThat(Thread.interrupted()).as("still interrupted from nowhere").isTrue();
        assertThatThrownBy(() -> own.within(Duration.ZERO, () -> "another")).isInstanceOf(TimeLimitException.class);
        assertThat(Thread.interrupted()).as("interrupted again, by nobody").isFalse();
        own.release();
    }

    @RepeatedTest(10)
    void interrupts_and_limits_that_race_are_never_lost_and_never_left_behind() throws InterruptedException {
        int rounds = 300;
        AtomicInteger surprises = new AtomicInteger();
        Task own = automatic.adopt("test");
        for (int i = 0; i < rounds; i++) {
            AtomicInteger outcome = new AtomicInteger();
            Task limited = automatic.fork("limited", self -> {
                Throwable thrown = catchThrowable(() -> self.within(SECOND, () -> {
                    automatic.clock().sleep(HOUR);
                    return "slept";
                }));
                boolean left = Thread.interrupted();
                if (thrown instanceof InterruptedException) {
                    outcome.set(left ? -1 : 1); // consumed by the exception
                } else if (thrown instanceof TimeLimitException) {
                    outcome.set(left ? 2 : 3); // kept where it was for good, cleared where it was the limit's
                }
            });
            // when the limit passes or when its call begins, from a thread that runs at the same time
            Duration delay = SECOND.multipliedBy(i % 2);
            Task interrupting = automatic.fork("interrupting", self -> {
                sleep(automatic, delay);
                limited.interrupt();
            });
            limited.join();
            interrupting.join();
            if (outcome.get() <= 0) {
                surprises.incrementAndGet();
            }
        }
        own.release();

        assertThat(surprises).as("rounds that lost or left an interrupt").hasValue(0);
        assertThat(automatic.tasks()).isEmpty();
    }

    @RepeatedTest(10)
    void nested_limits_that_pass_together_are_told_apart() throws InterruptedException {
        List<String> unexpected = new CopyOnWriteArrayList<>();
        Task own = automatic.adopt("test");
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Duration inner = SECOND.multipliedBy(1 + i % 3);
            Duration outer = SECOND.multipliedBy(1 + i % 2);
            tasks.add(automatic.fork("nested-" + i, self -> {
                AtomicReference<Throwable> within = new AtomicReference<>();
                Throwable around = catchThrowable(() -> self.within(outer, () -> {
                    within.set(catchThrowable(() -> self.within(inner, () -> {
                        automatic.clock().sleep(HOUR);
                        return "slept";
                    })));
                    automatic.clock().sleep(HOUR);
                    return "slept";
                }));
                boolean innerFirst = inner.compareTo(outer) < 0;
                boolean innerAlone = within.get() instanceof TimeLimitException;
                if (!(around instanceof TimeLimitException)
                        || Thread.interrupted()
                        || (innerFirst && !innerAlone)
                        || (inner.compareTo(outer) > 0 && innerAlone)) {
                    unexpected.add(inner + " in " + outer + ": " + within + " in " + around);
                }
            }));
        }
        for (Task task : tasks) {
            task.join();
        }
        own.release();

        assertThat(unexpected).isEmpty();
    }

    @RepeatedTest(10)
    void a_raw_interrupt_of_a_waiting_task_does_not_let_time_slip() throws InterruptedException {
        Task own = automatic.adopt("test");
        for (int i = 0; i < 100; i++) {
            long start = automatic.nanoTime();
            AtomicReference<Thread> thread = new AtomicReference<>();
            AtomicReference<Long> interruptedAt = new AtomicReference<>();
            Signal ready = automatic.signal();
            Task sleeper = automatic.fork("sleeper", self -> {
                thread.set(Thread.currentThread());
                ready.fire();
                Throwable thrown = catchThrowable(() -> automatic.clock().sleep(HOUR));
                if (thrown instanceof InterruptedException) {
                    interruptedAt.set(automatic.nanoTime());
                }
            });
            ready.await();
            automatic.clock().sleep(SECOND); // so the sleeper sleeps
            thread.get().interrupt();
            sleeper.join();

            assertThat(interruptedAt.get()).isEqualTo(start + SECOND.toNanos());
        }
        own.release();
    }

    private static long seconds(VirtualClock clock) {
        return Duration.ofNanos(clock.nanoTime()).toSeconds();
    }

    private static void sleep(VirtualClock clock, Duration duration) {
        uninterrupted(() -> clock.clock().sleep(duration));
    }

    private static void uninterrupted(ThrowingCallable body) {
        Throwable thrown = catchThrowable(body);
        if (thrown != null) {
            throw new AssertionError("not expected here", thrown);
        }
    }
}
