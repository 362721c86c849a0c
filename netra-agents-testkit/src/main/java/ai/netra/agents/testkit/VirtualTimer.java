package ai.netra.agents.testkit;

import ai.netra.agents.spi.Timer;
import java.time.Duration;

/** An action at a virtual time. */
final class VirtualTimer implements Timer {
    private final VirtualTime time;
    private final Runnable action;
    private final VirtualTime.Due due;
    private boolean dropped;

    VirtualTimer(VirtualTime time, Duration delay, Runnable action) {
        this.time = time;
        this.action = action;
        this.due = time.due(delay, () -> time.act(this::run));
    }

    @Override
    public void cancel() {
        time.change(() -> {
            dropped = true;
            time.drop(due);
        });
    }

    private void run() {
        if (!time.read(() -> dropped)) {
            time.guarded("a timer's action", action);
        }
    }
}
