package ai.netra.agents.core.internal;

import ai.netra.agents.AgentClock;
import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import ai.netra.agents.spi.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Time alone, moved by the test: the wall clock and the count of nanoseconds apart, as they are. */
final class SteppingScheduler implements Scheduler {
    private Instant wallClock;
    private long nanos = 42;

    SteppingScheduler(Instant wallClock) {
        this.wallClock = wallClock;
    }

    void setWallClock(Instant time) {
        wallClock = time;
    }

    void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public AgentClock clock() {
        return new AgentClock() {
            @Override
            public Instant instant() {
                return wallClock;
            }

            @Override
            public void sleep(Duration duration) {
                throw onlyTime();
            }
        };
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public String newId() {
        throw onlyTime();
    }

    @Override
    public double random() {
        throw onlyTime();
    }

    @Override
    public Task adopt(String name) {
        throw onlyTime();
    }

    @Override
    public Task fork(String name, Consumer<Task> body) {
        throw onlyTime();
    }

    @Override
    public Timer schedule(Duration delay, Runnable action) {
        throw onlyTime();
    }

    @Override
    public <T> Inbox<T> inbox() {
        throw onlyTime();
    }

    @Override
    public Signal signal() {
        throw onlyTime();
    }

    @Override
    public void close() {}

    private static UnsupportedOperationException onlyTime() {
        return new UnsupportedOperationException("this scheduler has the time and nothing else");
    }
}
