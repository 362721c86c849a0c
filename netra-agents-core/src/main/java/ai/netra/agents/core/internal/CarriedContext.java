package ai.netra.agents.core.internal;

import ai.netra.agents.spi.HostContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the host kept on one thread, carried to others. */
final class CarriedContext {
    /** Of a host that keeps nothing. */
    static final CarriedContext NONE = new CarriedContext(List.of());

    private static final Logger LOG = LoggerFactory.getLogger(CarriedContext.class);

    private final List<HostContext.Captured> captured;

    private CarriedContext(List<HostContext.Captured> captured) {
        this.captured = captured;
    }

    /** Takes it from the calling thread. */
    static CarriedContext capture(List<HostContext> contexts) {
        return contexts.isEmpty()
                ? NONE
                : new CarriedContext(contexts.stream().map(HostContext::capture).toList());
    }

    /** Does some work with it on the calling thread. Throws what the work does, or what could not restore it. */
    <T> T call(Supplier<T> work) {
        if (captured.isEmpty()) {
            return work.get();
        }
        List<HostContext.Restored> restored = new ArrayList<>(captured.size());
        try {
            captured.forEach(context -> restored.add(context.restore()));
            return work.get();
        } finally {
            restored.reversed().forEach(CarriedContext::close);
        }
    }

    /** As {@link #call}. */
    void run(Runnable work) {
        if (captured.isEmpty()) {
            work.run();
            return;
        }
        boolean unused = call(() -> {
            work.run();
            return true;
        });
    }

    private static void close(HostContext.Restored restored) {
        try {
            restored.close();
        } catch (Throwable thrown) {
            LOG.warn(
                    "host context {} was not taken from a thread",
                    restored.getClass().getName(),
                    thrown);
        }
    }
}
