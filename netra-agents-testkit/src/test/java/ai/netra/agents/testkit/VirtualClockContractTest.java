package ai.netra.agents.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Scheduler;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VirtualClockContractTest extends SchedulerContract {
    @Override
    protected Scheduler newScheduler() {
        return VirtualClock.automatic();
    }

    @Override
    protected Duration tick() {
        return Duration.ofSeconds(10);
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
}
