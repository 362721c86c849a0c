package ai.netra.agents.core.message;

import ai.netra.agents.message.AgentBusListener;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.DeadLetterReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what goes wrong, and tells listeners. What one throws is counted and logged, and reaches nobody else. Thread-safe. */
final class BusFailures {
    private static final Logger LOG = LoggerFactory.getLogger(BusFailures.class);

    private final List<AgentBusListener> listeners;
    private final Map<DeadLetterReason, LongAdder> deadLetters = new EnumMap<>(DeadLetterReason.class);
    private final LongAdder handlerFailures = new LongAdder();
    private final LongAdder listenerFailures = new LongAdder();

    BusFailures(List<AgentBusListener> listeners) {
        this.listeners = List.copyOf(listeners);
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            deadLetters.put(reason, new LongAdder());
        }
    }

    void deadLetter(AgentMessage message, DeadLetterReason reason) {
        counter(reason).increment();
        tell(message, listener -> listener.onDeadLetter(message, reason));
    }

    void handlerFailed(AgentMessage message, Throwable thrown) {
        handlerFailures.increment();
        warn("the handler", "the next message is handled", message, thrown);
        tell(message, listener -> listener.onHandlerFailure(message, thrown));
    }

    private void tell(AgentMessage message, Consumer<AgentBusListener> event) {
        for (AgentBusListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException | Error thrown) {
                listenerFailures.increment();
                warn("listener " + listener.getClass().getName(), "the bus goes on", message, thrown);
            }
        }
    }

    /** To print an exception is to call foreign code, which may fail in turn. */
    private static void warn(String who, String then, AgentMessage message, Throwable thrown) {
        try {
            LOG.warn("{} failed on {} {}; {}", who, message.messageType(), message.header(), then, thrown);
        } catch (RuntimeException | Error unprintable) {
            LOG.warn(
                    "{} failed on {} {} with {}, which cannot be printed; {}",
                    who,
                    message.messageType(),
                    message.header(),
                    thrown.getClass().getName(),
                    then);
        }
    }

    long deadLetters(DeadLetterReason reason) {
        return counter(reason).sum();
    }

    long handlerFailures() {
        return handlerFailures.sum();
    }

    long listenerFailures() {
        return listenerFailures.sum();
    }

    @SuppressWarnings("NullAway") // there is one for each reason
    private LongAdder counter(DeadLetterReason reason) {
        return deadLetters.get(reason);
    }
}
