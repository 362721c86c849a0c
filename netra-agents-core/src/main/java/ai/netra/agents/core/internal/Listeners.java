package ai.netra.agents.core.internal;

import ai.netra.agents.core.redact.Redaction;
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
    private final Redaction redaction;
    private final LongAdder failures = new LongAdder();

    Listeners(List<AgentEventListener> listeners) {
        this(listeners, Redaction.NONE);
    }

    /**
     * Listeners who are told what may be known.
     *
     * @param redaction what is taken out of events, and of what a listener throws
     */
    Listeners(List<AgentEventListener> listeners, Redaction redaction) {
        this.listeners = List.copyOf(listeners);
        this.redaction = redaction;
    }

    Redaction redaction() {
        return redaction;
    }

    boolean none() {
        return listeners.isEmpty();
    }

    void tell(AgentEvent event) {
        if (none()) {
            return;
        }
        AgentEvent redacted = redaction.event(event);
        for (AgentEventListener listener : listeners) {
            tellRedacted(listener, redacted);
        }
    }

    /** Tells one that may be none of the runtime's. */
    void tell(AgentEventListener listener, AgentEvent event) {
        tellRedacted(listener, redaction.event(event));
    }

    private void tellRedacted(AgentEventListener listener, AgentEvent event) {
        try {
            listener.onEvent(event);
        } catch (Throwable thrown) {
            failures.increment();
            LOG.warn(
                    "listener {} failed on event {} of run {}; the run goes on",
                    listener.getClass().getName(),
                    event.type(),
                    event.source().run(),
                    redaction.exception(thrown));
        }
    }

    long failures() {
        return failures.sum();
    }
}
