package ai.netra.agents.testkit;

import ai.netra.agents.spi.Scheduler;
import java.time.Duration;

class VirtualClockContractTest extends SchedulerContract {
    @Override
    protected Scheduler newScheduler() {
        return VirtualClock.automatic();
    }

    @Override
    protected Duration tick() {
        return Duration.ofSeconds(10);
    }
}
