package ai.netra.agents.testkit;

import ai.netra.agents.AgentClock;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A scheduler of real threads under virtual time: an hour of waiting takes no time at all, and time stands still while anything runs.
 *
 * <pre>{@code
 * try (VirtualClock clock = VirtualClock.automatic()) {
 *     Task task = clock.fork("patient", self -> sleepFor(clock, Duration.ofHours(1)));
 *     task.join();
 *     assertThat(clock.clock().instant()).isEqualTo(VirtualClock.START.plus(Duration.ofHours(1)));
 * }
 * }</pre>
 *
 * <p><b>Automatic.</b> Time moves, by itself and to what is due next, exactly when every task (a thread {@linkplain #fork forked} or {@linkplain
 * #adopt adopted} here) waits in {@link AgentClock#sleep}, {@link Inbox#take}, {@link Signal#await()} or {@link Task#join}, no timer's action runs,
 * and somebody waits at all. A task that waits in any other way, or computes, is at work, and holds time still for all. A thread that is no task,
 * such as a test's own, may wait here too and holds nothing: what it does between two waits happens at no particular time, unless it is adopted.
 *
 * <p><b>Manual.</b> Time moves with {@link #advance} alone.
 *
 * <p>What is due at the same time happens in the order in which it was asked for: waits end, limits pass, and timers' actions run one after the
 * other on one thread. Tasks woken at the same time run at the same time; which goes first is the machine's choice.
 *
 * <p>A wait that nothing will end (all tasks wait and no timer is due) stays a wait: nothing spins and nothing is thrown. {@link #describe()} says
 * who waits for what.
 *
 * <p>Time begins at {@link #START}, ids are {@code id-1}, {@code id-2}, …, random numbers come from one seed. Thread-safe.
 */
public final class VirtualClock implements Scheduler {
    /** When the time of every virtual clock begins: 2026-01-01T00:00:00Z. */
    public static final Instant START = VirtualTime.START;

    private static final long SEED = 20260101;

    private final VirtualMode mode;
    private final VirtualTime time;
    private final AtomicLong ids = new AtomicLong();
    private final Random random = new Random(SEED);
    private final AgentClock clock;

    private VirtualClock(VirtualMode mode) {
        this.mode = mode;
        this.time = new VirtualTime(mode);
        this.clock = new VirtualAgentClock(time);
    }

    /** Time that moves by itself as soon as everybody waits for it. */
    public static VirtualClock automatic() {
        return new VirtualClock(VirtualMode.AUTOMATIC);
    }

    /** Time that the test moves. */
    public static VirtualClock manual() {
        return new VirtualClock(VirtualMode.MANUAL);
    }

    /**
     * Moves time, from one thing due to the next. Before each, and at the end, waits until every task waits: what is asserted afterwards is settled.
     * So a duration of zero moves nothing and lets things settle. Never returns while a task waits elsewhere than here.
     *
     * @throws InvalidDefinitionException if the clock is automatic, or the duration negative
     * @throws InterruptedException if the calling thread is interrupted meanwhile
     */
    public void advance(Duration duration) throws InterruptedException {
        if (mode != VirtualMode.MANUAL) {
            throw new InvalidDefinitionException(
                    "an automatic clock moves by itself; use VirtualClock.manual() to move it with advance()");
        }
        if (duration.isNegative()) {
            throw new InvalidDefinitionException(
                    "time cannot go back by " + duration.negated() + "; advance by zero or more");
        }
        time.advance(duration);
    }

    /** The names of the tasks there are, in the order in which they became tasks. */
    public List<String> tasks() {
        return time.taskNames();
    }

    /** The time, and for each task and each thread that waits here: what it waits for. For messages; the form may change. */
    public String describe() {
        return time.describe();
    }

    @Override
    public AgentClock clock() {
        return clock;
    }

    @Override
    public long nanoTime() {
        return time.now();
    }

    /** {@code id-1}, {@code id-2}, …: unique within this clock only. */
    @Override
    public String newId() {
        return "id-" + ids.incrementAndGet();
    }

    /** The same numbers in the same order, from every virtual clock. */
    @Override
    public double random() {
        return random.nextDouble();
    }

    @Override
    public Task adopt(String name) {
        return VirtualTask.adopt(time, name);
    }

    @Override
    public Task fork(String name, Consumer<Task> body) {
        return VirtualTask.fork(time, name, body);
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        return new VirtualTimer(time, delay, action);
    }

    @Override
    public <T> Inbox<T> inbox() {
        return new VirtualInbox<>(time);
    }

    @Override
    public Signal signal() {
        return new VirtualSignal(time);
    }

    /**
     * Holds nothing to free. What forked bodies and timers' actions threw, which they must not, ends here.
     *
     * @throws AssertionError if one threw, naming each
     */
    @Override
    public void close() {
        List<String> failures = time.failures();
        if (!failures.isEmpty()) {
            throw new AssertionError("under a virtual clock, " + String.join("; ", failures));
        }
    }

    /** As {@link #describe()}. */
    @Override
    public String toString() {
        return describe();
    }

    /** Virtual time as agents see it. */
    private record VirtualAgentClock(VirtualTime time) implements AgentClock {
        @Override
        public Instant instant() {
            return time.instant();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            time.sleep(duration);
        }
    }
}
