package ai.netra.agents.core.internal;

import ai.netra.agents.core.internal.WallTimes.WallTime;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.JournalEvents;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.EventSource;
import ai.netra.agents.spi.Scheduler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one run, in memory, and its events. One writer at a time: entries that belong together are appended together, and listeners hear of
 * an entry after it was appended, in the journal's order, which is also that of its times. Where nobody listens no event is made.
 */
final class RunJournal {
    private static final int USUAL = 8;

    private final ReentrantLock writer = new ReentrantLock();
    private final Scheduler scheduler;
    private final Listeners listeners;
    private final WallTimes clock;
    private final List<Written> written = new ArrayList<>(USUAL);
    private WallTime wallTime = WallTime.NONE; // of the first entry, and so of all
    private long newest; // the time of the newest entry
    private @Nullable JournalEvents events;
    private volatile @Nullable List<Subscription> subscriptions;
    private boolean ended;

    RunJournal(Scheduler scheduler, WallTimes clock, Listeners listeners) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.listeners = listeners;
        this.events = listeners.none() ? null : new JournalEvents();
    }

    /** Appends an entry. */
    void append(Function<Instant, JournalEntry> entry) {
        writer.lock();
        try {
            long at = time(scheduler.nanoTime());
            add(new One(entry.apply(wallTime.at(at)), at));
        } finally {
            writer.unlock();
        }
    }

    /** Appends what stands for entries that belong together: nobody sees one without the others. */
    void append(Written entries) {
        writer.lock();
        try {
            add(entries);
        } finally {
            writer.unlock();
        }
    }

    private void add(Written entries) {
        newest = time(entries.at());
        written.add(newest == entries.at() ? entries : new Late(entries, newest));
        if (events != null) {
            entries.entries(wallTime.at(newest), this::tell);
        }
    }

    /** The time of what is written now: not before that of what was written last, though another thread may have read the clock before. */
    private long time(long at) {
        if (written.isEmpty()) {
            wallTime = clock.from(at);
            return at;
        }
        return later(newest, at);
    }

    private static long later(long one, long other) {
        return one - other < 0 ? other : one;
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
                newest = time(scheduler.nanoTime());
                tell(event.apply(events.live(agent, path, wallTime.at(newest))));
            }
        } finally {
            writer.unlock();
        }
    }

    /** How much was written. To be asked when nobody writes any more. */
    int length() {
        return written.size();
    }

    /** Whether the calling thread is writing, which is where a listener is called. */
    boolean isWrittenHere() {
        return writer.isHeldByCurrentThread();
    }

    List<JournalEntry> entries() {
        List<JournalEntry> entries = new ArrayList<>();
        writer.lock();
        try {
            forEachEntry(entries::add);
        } finally {
            writer.unlock();
        }
        return List.copyOf(entries);
    }

    private void forEachEntry(Consumer<? super JournalEntry> sink) {
        for (Written one : written) {
            one.entries(wallTime.at(one.at()), sink);
        }
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
            forEachEntry(entry -> replayed.derive(entry, subscription::offer));
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

    /** Ends the journal, and with it every subscription; nothing is appended or told from now on. */
    void end() {
        writer.lock();
        try {
            ended = true;
            events = null;
            List<Subscription> told = subscriptions;
            subscriptions = null;
            if (told != null) {
                told.forEach(Subscription::end);
            }
        } finally {
            writer.unlock();
        }
    }

    /** What was written later than it says: another thread, or a live event, was there first. */
    private record Late(Written written, long at) implements Written {
        @Override
        public void entries(Instant time, Consumer<? super JournalEntry> sink) {
            written.entries(time, sink);
        }
    }

    /** An entry of its own. */
    private record One(JournalEntry entry, long at) implements Written {
        @Override
        public void entries(Instant time, Consumer<? super JournalEntry> sink) {
            sink.accept(entry);
        }
    }
}
