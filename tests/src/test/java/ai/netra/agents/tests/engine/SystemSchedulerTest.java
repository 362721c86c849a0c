package ai.netra.agents.tests.engine;

import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.testkit.SchedulerContract;

class SystemSchedulerTest extends SchedulerContract {
    @Override
    protected Scheduler newScheduler() {
        return SystemScheduler.create();
    }
}
