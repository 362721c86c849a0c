package ai.netra.agents.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.spi.LimitedCall;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The reasons for the interrupt of a thread, which here is the test's own; the test rings itself. */
class WorkerTest {
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
    private final Alarms alarms = new Alarms(timers, List.of());
    private final Worker adopted = new Worker(alarms, Thread.currentThread(), Worker.Origin.ADOPTED);
    private final Worker forked = new Worker(alarms, Thread.currentThread(), Worker.Origin.FORKED);
    private final LimitedCall<?> outerBody = new Body();
    private final LimitedCall<?> innerBody = new Body();

    @AfterEach
    void close() {
        Thread.interrupted();
        timers.shutdownNow();
    }

    private static Worker.Alarm hourOf(Worker worker, LimitedCall<?> body) {
        return worker.set(HOUR, System.nanoTime(), body);
    }

    private long afterHours(int hours) {
        return alarms.at(System.nanoTime()) + hours * HOUR;
    }

    @Test
    void limits_that_are_due_ring_in_one_round_and_the_outer_one_keeps_its_interrupt() {
        Worker.Alarm outer = hourOf(adopted, outerBody);
        Worker.Alarm inner = hourOf(adopted, innerBody);

        List<LimitedCall<?>> rung = adopted.ring(afterHours(2));

        assertThat(rung).hasSize(2);
        assertThat(rung.get(0)).isSameAs(innerBody);
        assertThat(rung.get(1)).isSameAs(outerBody);
        assertThat(adopted.takeBack(inner)).isTrue();
        assertThat(Thread.currentThread().isInterrupted())
                .as("by the outer one")
                .isTrue();
        assertThat(adopted.takeBack(outer)).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_round_rings_a_limit_once() {
        Worker.Alarm alarm = hourOf(adopted, innerBody);
        adopted.ring(afterHours(2));

        assertThat(adopted.ring(afterHours(3))).isEmpty();
        assertThat(adopted.next()).isEqualTo(Alarms.NEVER);
        assertThat(adopted.takeBack(alarm)).isTrue();
    }

    @Test
    void an_interrupt_of_the_owner_before_a_limit_passed_is_there_after_it() {
        Worker.Alarm outer = hourOf(adopted, outerBody);
        Worker.Alarm inner = hourOf(adopted, innerBody);
        Thread.currentThread().interrupt();
        adopted.ring(afterHours(2));

        assertThat(adopted.takeBack(inner)).isTrue();
        assertThat(adopted.takeBack(outer)).isTrue();
        assertThat(Thread.interrupted()).as("by the owner").isTrue();
        Worker.Alarm next = hourOf(adopted, innerBody);
        adopted.ring(afterHours(4));
        adopted.takeBack(next);
        assertThat(Thread.currentThread().isInterrupted())
                .as("by an owner whose interrupt was seen")
                .isFalse();
    }

    @Test
    void a_leftover_on_a_forked_thread_is_no_owners() {
        Worker.Alarm alarm = hourOf(forked, innerBody);
        Thread.currentThread().interrupt();
        forked.ring(afterHours(2));

        assertThat(forked.takeBack(alarm)).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    /** A body that is not called here. */
    private static final class Body implements LimitedCall<String> {
        @Override
        public String call() {
            return "";
        }

        @Override
        public void limitPassed() {}
    }
}
