package ai.netra.agents.tests.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.testkit.SchedulerContract;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SystemSchedulerTest extends SchedulerContract {
    @Override
    protected Scheduler newScheduler() {
        return SystemScheduler.create();
    }

    @Test
    void its_tasks_inherit_nothing_from_who_forks_them() throws InterruptedException {
        InheritableThreadLocal<String> kept = new InheritableThreadLocal<>();
        kept.set("the forking one's");
        try (Scheduler scheduler = newScheduler()) {
            Inbox<Optional<String>> inherited = scheduler.inbox();
            scheduler.fork("worker", self -> inherited.put(Optional.ofNullable(kept.get())));

            assertThat(inherited.take()).isEmpty();
        } finally {
            kept.remove();
        }
    }

    @Test
    void its_timers_inherit_nothing_from_who_sets_the_first() throws InterruptedException {
        InheritableThreadLocal<String> kept = new InheritableThreadLocal<>();
        kept.set("the first one's");
        try (Scheduler scheduler = newScheduler()) {
            Inbox<Optional<String>> inherited = scheduler.inbox();
            scheduler.schedule(Duration.ZERO, () -> inherited.put(Optional.ofNullable(kept.get())));

            assertThat(inherited.take()).isEmpty();
        } finally {
            kept.remove();
        }
    }
}
