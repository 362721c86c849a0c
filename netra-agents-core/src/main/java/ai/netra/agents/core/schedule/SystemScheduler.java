package ai.netra.agents.core.schedule;

import ai.netra.agents.AgentClock;
import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.Timer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Virtual threads for tasks, one daemon thread for timers, the system's clock. */
public final class SystemScheduler implements Scheduler {
    private static final Duration CENTURY = Duration.ofDays(36_500);

    private final ScheduledThreadPoolExecutor timers;
    private final Workers workers;
    private final AgentClock clock = new SystemClock();
    private final String idPrefix;
    private final AtomicLong ids = new AtomicLong();

    private SystemScheduler() {
        timers = new ScheduledThreadPoolExecutor(
                1,
                Thread.ofPlatform()
                        .daemon()
                        .name("netra-timer")
                        .inheritInheritableThreadLocals(false)
                        .factory(),
                new ThreadPoolExecutor.DiscardPolicy());
        timers.setRemoveOnCancelPolicy(true);
        workers = new Workers(timers);
        byte[] random = new byte[10];
        new SecureRandom().nextBytes(random);
        idPrefix = HexFormat.of().formatHex(random) + "-";
    }

    /** A new scheduler; close it to end its timer thread. */
    public static SystemScheduler create() {
        return new SystemScheduler();
    }

    /** A duration in nanoseconds, capped at a hundred years, so that it can be added to any time. */
    static long nanos(Duration duration) {
        return duration.compareTo(CENTURY) < 0 ? duration.toNanos() : CENTURY.toNanos();
    }

    @Override
    public AgentClock clock() {
        return clock;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /** 80 random bits of this scheduler, and a count. */
    @Override
    public String newId() {
        return idPrefix + ids.incrementAndGet();
    }

    @Override
    public double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    @Override
    public Task adopt(String name) {
        return ThreadTask.adopt(workers);
    }

    @Override
    public Task fork(String name, Consumer<Task> body) {
        return ThreadTask.fork(workers, name, body);
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        Future<?> future = timers.schedule(action, nanos(delay), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public <T> Inbox<T> inbox() {
        return new QueueInbox<>();
    }

    @Override
    public Signal signal() {
        return new LatchSignal();
    }

    /** Ends the timer thread. Whatever still runs goes on, without limits of time. */
    @Override
    public void close() {
        timers.shutdownNow();
    }

    /** The system's clock. */
    private static final class SystemClock implements AgentClock {
        @Override
        public Instant instant() {
            return Instant.now();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration);
        }
    }

    /** An inbox on a queue without locks; only the reader ever waits. */
    private static final class QueueInbox<T> implements Inbox<T> {
        private final Queue<T> queue = new ConcurrentLinkedQueue<>();
        private final AtomicReference<@Nullable Thread> waiting = new AtomicReference<>();

        @Override
        public void put(T element) {
            queue.add(element);
            Thread reader = waiting.get();
            if (reader != null && waiting.compareAndSet(reader, null)) {
                LockSupport.unpark(reader);
            }
        }

        @Override
        public T take() throws InterruptedException {
            T there = queue.poll(); // what is there comes before an interrupt
            while (there == null) {
                waiting.set(Thread.currentThread());
                there = queue.poll();
                if (there == null) {
                    if (Thread.interrupted()) {
                        waiting.set(null);
                        throw new InterruptedException("interrupted while the inbox was empty");
                    }
                    LockSupport.park(this);
                    there = queue.poll();
                }
                waiting.set(null);
            }
            return there;
        }

        @Override
        public Optional<T> poll() {
            return Optional.ofNullable(queue.poll());
        }
    }

    /** A signal on a latch. */
    private static final class LatchSignal implements Signal {
        private final CountDownLatch latch = new CountDownLatch(1);

        @Override
        public void fire() {
            latch.countDown();
        }

        @Override
        public boolean isFired() {
            return latch.getCount() == 0;
        }

        @Override
        public void await() throws InterruptedException {
            latch.await();
        }

        @Override
        public boolean await(Duration timeout) throws InterruptedException {
            return latch.await(nanos(timeout), TimeUnit.NANOSECONDS);
        }
    }
}
