package ai.netra.agents.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.AgentClock;
import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.LimitedCall;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.TimeLimitException;
import ai.netra.agents.spi.Timer;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract finds schedulers that break it. */
@Timeout(60)
class SchedulerContractTest {
    @Test
    void finds_nothing_in_a_scheduler_that_keeps_it() {
        assertThat(brokenBy(ForwardingScheduler::new)).isEmpty();
    }

    @Test
    void finds_a_sleep_that_does_not_look_for_interrupts() {
        assertThat(brokenBy(DeafSleep::new)).contains("s03");
    }

    @Test
    void finds_ids_that_repeat() {
        assertThat(brokenBy(RepeatedIds::new)).containsExactly("s04");
    }

    @Test
    void finds_a_join_that_does_not_wait() {
        assertThat(brokenBy(HastyJoin::new)).contains("s06", "s07");
    }

    @Test
    void finds_a_release_that_does_not_release() {
        assertThat(brokenBy(StickyAdoption::new)).contains("s11", "s12");
    }

    @Test
    void finds_limits_that_never_pass() {
        assertThat(brokenBy(NoLimits::new)).contains("s17", "s18", "s21", "s22", "s23", "s24");
    }

    @Test
    void finds_limits_that_believe_a_body_that_returns() {
        assertThat(brokenBy(TrustingLimits::new)).contains("s18", "s19");
    }

    @Test
    void finds_limits_that_leave_their_interrupt_behind() {
        assertThat(brokenBy(LittererLimits::new)).contains("s17", "s18", "s21", "s22");
    }

    @Test
    void finds_limits_that_clear_every_interrupt() {
        assertThat(brokenBy(GreedyLimits::new)).containsExactly("s24", "s26", "s27", "s28", "s29", "s49", "s50", "s55");
    }

    @Test
    void finds_limits_that_keep_what_their_bodies_leave() {
        assertThat(brokenBy(KeptLeftovers::new)).containsExactly("s52");
    }

    @Test
    void finds_limits_that_count_from_when_they_are_set() {
        assertThat(brokenBy(LateLimits::new)).containsExactly("s56");
    }

    @Test
    void finds_releases_that_clear_every_interrupt() {
        assertThat(brokenBy(GreedyReleases::new)).contains("s15", "s51");
    }

    @Test
    void finds_an_inbox_that_is_a_stack() {
        assertThat(brokenBy(StackInbox::new)).contains("s33", "s34");
    }

    @Test
    void finds_a_signal_that_does_not_time_out() {
        assertThat(brokenBy(LyingSignal::new)).contains("s39");
    }

    @Test
    void finds_timers_that_cannot_be_cancelled() {
        assertThat(brokenBy(StubbornTimers::new)).containsExactly("s43");
    }

    @Test
    void finds_timers_that_run_at_once() {
        assertThat(brokenBy(HastyTimers::new)).contains("s42", "s43");
    }

    private static List<String> brokenBy(Supplier<Scheduler> scheduler) {
        return Arrays.stream(SchedulerContract.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> isBroken(scheduler, method))
                .map(method -> method.getName().substring(0, 3))
                .sorted()
                .toList();
    }

    private static boolean isBroken(Supplier<Scheduler> scheduler, Method test) {
        SchedulerContract kit = new SchedulerContract() {
            @Override
            protected Scheduler newScheduler() {
                return scheduler.get();
            }
        };
        kit.open();
        Throwable thrown = catchThrowable(() -> test.invoke(kit));
        Throwable atClose = catchThrowable(kit::close);
        return thrown != null || atClose != null;
    }

    private static final class DeafSleep extends ForwardingScheduler {
        @Override
        public AgentClock clock() {
            AgentClock clock = super.clock();
            return new AgentClock() {
                @Override
                public void sleep(Duration duration) throws InterruptedException {
                    if (duration.isPositive()) {
                        clock.sleep(duration);
                    }
                }

                @Override
                public Instant instant() {
                    return clock.instant();
                }
            };
        }
    }

    private static final class RepeatedIds extends ForwardingScheduler {
        @Override
        public String newId() {
            return "id";
        }
    }

    private static final class HastyJoin extends ForwardingScheduler {
        @Override
        Task broken(Task task) {
            return new ForwardingTask(task) {
                @Override
                public void join() {}
            };
        }
    }

    private static final class StickyAdoption extends ForwardingScheduler {
        @Override
        public Task adopt(String name) {
            Thread thread = Thread.currentThread();
            return new ForwardingTask(super.adopt(name)) {
                @Override
                public void interrupt() {
                    super.interrupt();
                    thread.interrupt();
                }
            };
        }
    }

    private static final class NoLimits extends ForwardingScheduler {
        @Override
        Task broken(Task task) {
            return new ForwardingTask(task) {
                @Override
                public <T> T within(Duration limit, Runnable whenPassed, Callable<T> body) throws Exception {
                    return body.call();
                }
            };
        }
    }

    private static final class TrustingLimits extends ForwardingScheduler {
        @Override
        Task broken(Task task) {
            return new ForwardingTask(task) {
                @Override
                public <T> T within(Duration limit, Runnable whenPassed, Callable<T> body) throws Exception {
                    Deque<T> returned = new ArrayDeque<>(1);
                    try {
                        return super.within(limit, whenPassed, () -> {
                            T value = body.call();
                            returned.add(value);
                            return value;
                        });
                    } catch (TimeLimitException e) {
                        return Optional.ofNullable(returned.poll()).orElseThrow(() -> e);
                    }
                }
            };
        }
    }

    private static final class LittererLimits extends ForwardingScheduler {
        @Override
        Task broken(Task task) {
            return new ForwardingTask(task) {
                @Override
                public <T> T within(Duration limit, Runnable whenPassed, Callable<T> body) throws Exception {
                    try {
                        return super.within(limit, whenPassed, body);
                    } catch (TimeLimitException e) {
                        Thread.currentThread().interrupt();
                        throw e;
                    }
                }
            };
        }
    }

    private static final class GreedyLimits extends ForwardingScheduler {
        @Override
        Task broken(Task task) {
            return new ForwardingTask(task) {
                @Override
                public <T> T within(Duration limit, Runnable whenPassed, Callable<T> body) throws Exception {
                    try {
                        return super.within(limit, whenPassed, body);
                    } finally {
                        Thread.interrupted();
                    }
                }
            };
        }
    }

    private static final class KeptLeftovers extends ForwardingScheduler {
        @Override
        Task broken(Task task) {
            return new ForwardingTask(task) {
                @Override
                public <T> T within(Duration limit, Runnable whenPassed, Callable<T> body) throws Exception {
                    AtomicBoolean left = new AtomicBoolean();
                    T value = super.within(limit, whenPassed, () -> {
                        T returned = body.call();
                        left.set(Thread.currentThread().isInterrupted());
                        return returned;
                    });
                    if (left.get()) {
                        Thread.currentThread().interrupt();
                    }
                    return value;
                }
            };
        }
    }

    private static final class LateLimits extends ForwardingScheduler {
        @Override
        Task broken(Task task) {
            return new ForwardingTask(task) {
                @Override
                public <T> T within(Duration limit, long now, LimitedCall<T> body) throws Exception {
                    return within(limit, body::limitPassed, body);
                }
            };
        }
    }

    private static final class GreedyReleases extends ForwardingScheduler {
        @Override
        Task broken(Task task) {
            return new ForwardingTask(task) {
                @Override
                public void release() {
                    super.release();
                    Thread.interrupted();
                }
            };
        }
    }

    private static final class StackInbox extends ForwardingScheduler {
        @Override
        public <T> Inbox<T> inbox() {
            Inbox<T> arrivals = super.inbox();
            Deque<T> stack = new ArrayDeque<>();
            return new Inbox<>() {
                @Override
                public void put(T element) {
                    arrivals.put(element);
                }

                @Override
                public T take() throws InterruptedException {
                    if (poll().isEmpty()) {
                        stack.push(arrivals.take());
                    }
                    return stack.pop();
                }

                @Override
                public Optional<T> poll() {
                    for (Optional<T> next = arrivals.poll(); next.isPresent(); next = arrivals.poll()) {
                        stack.push(next.get());
                    }
                    return Optional.ofNullable(stack.peek());
                }
            };
        }
    }

    private static final class LyingSignal extends ForwardingScheduler {
        @Override
        public Signal signal() {
            Signal signal = super.signal();
            return new Signal() {
                @Override
                public void fire() {
                    signal.fire();
                }

                @Override
                public boolean isFired() {
                    return signal.isFired();
                }

                @Override
                public void await() throws InterruptedException {
                    signal.await();
                }

                @Override
                public boolean await(Duration timeout) throws InterruptedException {
                    signal.await(timeout);
                    return true;
                }
            };
        }
    }

    private static final class StubbornTimers extends ForwardingScheduler {
        @Override
        public Timer schedule(Duration delay, Runnable action) {
            super.schedule(delay, action);
            return () -> {};
        }
    }

    private static final class HastyTimers extends ForwardingScheduler {
        @Override
        public Timer schedule(Duration delay, Runnable action) {
            action.run();
            return () -> {};
        }
    }
}
