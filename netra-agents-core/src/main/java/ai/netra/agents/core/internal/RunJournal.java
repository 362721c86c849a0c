package ai.netra.agents.core.internal;

import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.JournalEvents;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.EventSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The journal of one run, in memory, and its events. One writer at a time: entries that belong together are appended together, and listeners hear of
 * an entry after it was appended, in the journal's order.
 */
final class RunJournal {
    private final ReentrantLock writer = new ReentrantLock();
    private final List<JournalEntry> entries = new ArrayList<>();
    private final JournalEvents events = new JournalEvents();
    private final Listeners listeners;

    RunJournal(Listeners listeners) {
        this.listeners = listeners;
    }

    void append(JournalEntry entry) {
        writer.lock();
        try {
            entries.add(entry);
            tell(entry);
        } finally {
            writer.unlock();
        }
    }

    void append(JournalEntry first, JournalEntry second) {
        writer.lock();
        try {
            entries.add(first);
            entries.add(second);
            tell(first);
            tell(second);
        } finally {
            writer.unlock();
        }
    }

    /** Sends an event that is not recorded. */
    void live(String agent, String path, Instant at, Function<EventSource, AgentEvent> event) {
        live(() -> true, agent, path, at, event);
    }

    /** Sends an event that is not recorded, if something still holds by the time that it is its turn. */
    void live(
            BooleanSupplier still, String agent, String path, Instant at, Function<EventSource, AgentEvent> event) {
        if (listeners.none()) {
            return;
        }
        writer.lock();
        try {
            if (still.getAsBoolean()) {
                listeners.tell(event.apply(events.live(agent, path, at)));
            }
        } finally {
            writer.unlock();
        }
    }

    List<JournalEntry> entries() {
        writer.lock();
        try {
            return List.copyOf(entries);
        } finally {
            writer.unlock();
        }
    }

    private void tell(JournalEntry entry) {
        if (!listeners.none()) {
            events.derive(entry, listeners::tell);
        }
    }
}
