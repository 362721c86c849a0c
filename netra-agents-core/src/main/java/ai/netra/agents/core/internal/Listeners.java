package ai.netra.agents.core.internal;

import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.AgentEventListener;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of a runtime. What one throws is counted and logged, and reaches nobody else. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<AgentEventListener> listeners;
    private final LongAdder failures = new LongAdder();

    Listeners(List<AgentEventListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    boolean none() {
        return listeners.isEmpty();
    }

    void tell(AgentEvent event) {
        for (AgentEventListener listener : listeners) {
            tell(listener, event);
        }
    }

    /** Tells one that may be none of the runtime's. */
    void tell(AgentEventListener listener, AgentEvent event) {
        try {
            listener.onEvent(event);
        } catch (Throwable thrown) {
            failures.increment();
            LOG.warn(
                    "listener {} failed on event {} of run {}; the run goes on",
                    listener.getClass().getName(),
                    event.type(),
                    event.source().run(),
                    thrown);
        }
    }

    long failures() {
        return failures.sum();
    }
}
