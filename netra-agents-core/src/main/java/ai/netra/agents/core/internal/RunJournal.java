package ai.netra.agents.core.internal;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Decision;
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
    private static final int USUAL = 12;

    private final ReentrantLock writer = new ReentrantLock();
    private final Scheduler scheduler;
    private final Listeners listeners;
    private final Instant origin;
    private final long originNanos;
    private final List<Written> written = new ArrayList<>(USUAL);
    private @Nullable JournalEvents events;
    private volatile @Nullable List<Subscription> subscriptions;
    private boolean ended;

    RunJournal(Scheduler scheduler, Listeners listeners) {
        this.scheduler = scheduler;
        this.listeners = listeners;
        this.origin = scheduler.clock().instant();
        this.originNanos = scheduler.nanoTime();
        this.events = listeners.none() ? null : new JournalEvents();
    }

    /** The time, by the wall clock as of the journal's beginning: so it never goes back, though that clock may be set back. */
    private Instant time(long nanos) {
        return origin.plusNanos(nanos - originNanos);
    }

    /** Appends an entry. */
    void append(Function<Instant, JournalEntry> entry) {
        writer.lock();
        try {
            long at = scheduler.nanoTime();
            add(new One(entry.apply(time(at)), at));
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
        written.add(entries);
        if (events != null) {
            entries.entries(time(entries.at()), this::tell);
        }
    }

    /**
     * Appends a decision, after the outcome it was asked about. See {@link Turn}.
     *
     * @return when, by the scheduler's {@code nanoTime}
     */
    long append(
            String scope,
            AgentInput input,
            @Nullable ActivationOutcome<?> outcome,
            Decision<?> decision,
            List<AgentInput> inputs) {
        writer.lock();
        try {
            long at = scheduler.nanoTime();
            add(new Turn(scope, input, outcome, decision, inputs, at));
            return at;
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
                tell(event.apply(events.live(agent, path, time(scheduler.nanoTime()))));
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
            one.entries(time(one.at()), sink);
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

    /** An entry of its own. */
    private record One(JournalEntry entry, long at) implements Written {
        @Override
        public void entries(Instant time, Consumer<? super JournalEntry> sink) {
            sink.accept(entry);
        }
    }
}
