package ai.netra.agents.core.internal;

import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.AgentEventListener;
import ai.netra.agents.event.EventPosition;
import ai.netra.agents.event.RunSubscription;
import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What a subscriber is still to hear, handed over by the journal's writer and heard on a thread of its own. */
final class Subscription implements RunSubscription {
    /** How many live-only events wait at most: nothing else keeps them, while lifecycle events are in the journal anyway. */
    private static final int LIVE_WAITING = 1_024;

    private final Listeners listeners;
    private final AgentEventListener listener;
    private final Inbox<Optional<AgentEvent>> inbox;
    private final Signal ended;
    private final AtomicInteger liveWaiting = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private EventPosition last;
    private volatile boolean closed;

    Subscription(Scheduler scheduler, Listeners listeners, AgentEventListener listener, EventPosition after) {
        this.listeners = listeners;
        this.listener = listener;
        this.last = after;
        this.inbox = scheduler.inbox();
        this.ended = scheduler.signal();
    }

    /** Takes an event in, unless it has been. Called by the journal's writer. */
    void offer(AgentEvent event) {
        if (event.isLifecycle()) {
            EventPosition position = event.source().position();
            if (position.compareTo(last) > 0) {
                last = position;
                inbox.put(Optional.of(event));
            }
        } else if (liveWaiting.get() < LIVE_WAITING) {
            liveWaiting.incrementAndGet();
            inbox.put(Optional.of(event));
        } else {
            dropped.incrementAndGet();
        }
    }

    /** There will be no more events. */
    void end() {
        inbox.put(Optional.empty());
    }

    /** Has the listener hear all there is, until the end. */
    void hear() {
        for (Optional<AgentEvent> next = take(); next.isPresent() && !closed; next = take()) {
            if (!next.get().isLifecycle()) {
                liveWaiting.decrementAndGet();
            }
            listeners.tell(listener, next.get());
        }
    }

    /** The listener will not be called any more. */
    void fallSilent() {
        closed = true;
        ended.fire();
    }

    private Optional<AgentEvent> take() {
        while (true) {
            try {
                return inbox.take();
            } catch (InterruptedException ofTheListeners) {
                // or one by which the runtime hurries a listener up: closed says so
            }
        }
    }

    boolean isClosed() {
        return closed;
    }

    Signal ended() {
        return ended;
    }

    @Override
    public void await() throws InterruptedException {
        ended.await();
    }

    @Override
    public long dropped() {
        return dropped.get();
    }

    @Override
    public void close() {
        closed = true;
        end();
    }
}
