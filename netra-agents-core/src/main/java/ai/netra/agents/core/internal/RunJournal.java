package ai.netra.agents.core.internal;

import ai.netra.agents.AgentClock;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.JournalEvents;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.EventSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one run, in memory, and its events. One writer at a time: entries that belong together are appended together, and listeners hear of
 * an entry after it was appended, in the journal's order, which is also that of its times. Where nobody listens no event is made.
 */
final class RunJournal {
    private final ReentrantLock writer = new ReentrantLock();
    private final AgentClock clock;
    private final Listeners listeners;
    private List<JournalEntry> entries = new ArrayList<>();
    private @Nullable JournalEvents events;
    private volatile @Nullable List<Subscription> subscriptions;
    private boolean ended;
    private Instant latest = Instant.MIN;

    RunJournal(AgentClock clock, Listeners listeners) {
        this.clock = clock;
        this.listeners = listeners;
        this.events = listeners.none() ? null : new JournalEvents();
    }

    void append(Function<Instant, JournalEntry> entry) {
        writer.lock();
        try {
            JournalEntry added = entry.apply(now());
            entries.add(added);
            tell(added);
        } finally {
            writer.unlock();
        }
    }

    /** Appends two entries at once: nobody sees one without the other. */
    void append(Function<Instant, JournalEntry> first, Function<Instant, JournalEntry> second) {
        writer.lock();
        try {
            Instant at = now();
            JournalEntry one = first.apply(at);
            JournalEntry other = second.apply(at);
            entries.add(one);
            entries.add(other);
            tell(one);
            tell(other);
        } finally {
            writer.unlock();
        }
    }

    /** Sends an event that is not recorded. */
    void live(String agent, String path, Function<EventSource, AgentEvent> event) {
        live(() -> true, agent, path, event);
    }

    /** Sends an event that is not recorded, if something still holds by the time that it is its turn. */
    void live(BooleanSupplier still, String agent, String path, Function<EventSource, AgentEvent> event) {
        if (listeners.none() && subscriptions == null) {
            return;
        }
        writer.lock();
        try {
            if (events != null && still.getAsBoolean()) {
                tell(event.apply(events.live(agent, path, now())));
            }
        } finally {
            writer.unlock();
        }
    }

    /** Whether the calling thread is writing, which is where a listener is called. */
    boolean isWrittenHere() {
        return writer.isHeldByCurrentThread();
    }

    List<JournalEntry> entries() {
        writer.lock();
        try {
            return List.copyOf(entries);
        } finally {
            writer.unlock();
        }
    }

    /** The time, which within a journal never goes back. Called by the writer. */
    private Instant now() {
        Instant read = clock.instant();
        latest = read.isBefore(latest) ? latest : read;
        return latest;
    }

    private void tell(JournalEntry entry) {
        if (events != null) {
            events.derive(entry, this::tell);
        }
    }

    private void tell(AgentEvent event) {
        listeners.tell(event);
        List<Subscription> told = subscriptions;
        if (told != null) {
            told.removeIf(Subscription::isClosed);
            told.forEach(subscription -> subscription.offer(event));
        }
    }

    /**
     * Has a subscription hear what has been and what comes, with nothing lost or told twice in between: a listener may subscribe another one while an
     * event is being told, and then a subscription knows by the position what it was handed already.
     */
    void subscribe(Subscription subscription) {
        writer.lock();
        try {
            JournalEvents replayed = new JournalEvents();
            entries.forEach(entry -> replayed.derive(entry, subscription::offer));
            if (ended) {
                subscription.end();
                return;
            }
            if (events == null) {
                events = replayed;
            }
            List<Subscription> told = subscriptions == null ? new CopyOnWriteArrayList<>() : subscriptions;
            told.add(subscription);
            subscriptions = told;
        } finally {
            writer.unlock();
        }
    }

    /**
     * Ends the journal, and with it every subscription; nothing is appended or told from now on.
     *
     * @return all of its entries
     */
    List<JournalEntry> end() {
        writer.lock();
        try {
            if (!ended) {
                ended = true;
                entries = List.copyOf(entries);
                events = null;
                List<Subscription> told = subscriptions;
                subscriptions = null;
                if (told != null) {
                    told.forEach(Subscription::end);
                }
            }
            return entries;
        } finally {
            writer.unlock();
        }
    }
}
