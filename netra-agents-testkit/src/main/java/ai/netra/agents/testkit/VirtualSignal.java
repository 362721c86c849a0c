package ai.netra.agents.testkit;

import ai.netra.agents.spi.Signal;
import java.time.Duration;

/** A door whose waits stop nobody's time. */
final class VirtualSignal implements Signal {
    private final VirtualTime time;
    private final String name;
    private boolean fired;

    VirtualSignal(VirtualTime time) {
        this.time = time;
        this.name = "signal " + time.nextName();
    }

    @Override
    public void fire() {
        time.change(() -> fired = true);
    }

    @Override
    public boolean isFired() {
        return time.read(() -> fired);
    }

    @Override
    public void await() throws InterruptedException {
        time.await(name, () -> fired, () -> fired);
    }

    @Override
    public boolean await(Duration timeout) throws InterruptedException {
        return time.await(name, () -> fired, timeout);
    }
}
