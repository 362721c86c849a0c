package ai.netra.agents.core.internal;

import ai.netra.agents.Durability;
import ai.netra.agents.Failure;
import ai.netra.agents.core.internal.WallTimes.WallTime;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.JournalEvents;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.EventSource;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.store.RunPhase;
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
 * The journal of one run and its events. One writer at a time: entries that belong together are appended together, and listeners hear of an entry after
 * it was appended, in the journal's order, which is also that of its times. Where nobody listens no event is made.
 *
 * <p>It is in memory, and where the runtime has a state store it is there as well. Then one thread at a time writes there, which nobody interrupts, and
 * what comes in meanwhile goes into the next append; those whose entries must be there wait for it.
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
    private final @Nullable Keeping keeping;

    RunJournal(Scheduler scheduler, WallTimes clock, Listeners listeners) {
        this(scheduler, clock, listeners, null);
    }

    RunJournal(Scheduler scheduler, WallTimes clock, Listeners listeners, @Nullable Keeping keeping) {
        this.scheduler = scheduler;
        this.clock = clock;
        this.listeners = listeners;
        this.events = listeners.none() ? null : new JournalEvents();
        this.keeping = keeping;
    }

    /** Begins with what is recorded already; nobody hears of that again. */
    void goOn(Past past) {
        writer.lock();
        try {
            long at = scheduler.nanoTime();
            Instant now = scheduler.clock().instant();
            Instant last = past.entries().getLast().at();
            wallTime = new WallTime(now.isBefore(last) ? last : now, at); // another process may have had another clock
            newest = at;
            for (JournalEntry entry : past.entries()) {
                written.add(new One(entry, at));
                if (events != null) {
                    events.derive(entry, heard -> {});
                }
            }
        } finally {
            writer.unlock();
        }
    }

    /** Appends an entry of a run's course, such as a retry. */
    void append(Function<Instant, JournalEntry> entry) {
        append(entry, Durability.AGENT);
    }

    /** Appends an entry of an activation's inner step. */
    void appendStep(Function<Instant, JournalEntry> entry) {
        append(entry, Durability.STEP);
    }

    /**
     * Appends an entry that is there when this returns, however little else is kept.
     *
     * @return whether it is; false where the run has to stop
     */
    boolean appendSurely(Function<Instant, JournalEntry> entry) {
        append(entry, Durability.RUN);
        return !isHalted();
    }

    private void append(Function<Instant, JournalEntry> entry, Durability least) {
        Batch batch;
        writer.lock();
        try {
            long at = time(scheduler.nanoTime());
            batch = add(new One(entry.apply(wallTime.at(at)), at), least);
        } finally {
            writer.unlock();
        }
        await(batch);
    }

    /** Appends what stands for entries that belong together: nobody sees one without the others. */
    void append(Written entries) {
        Batch batch;
        writer.lock();
        try {
            batch = add(entries, entries.least());
        } finally {
            writer.unlock();
        }
        await(batch);
    }

    private static void await(@Nullable Batch batch) {
        if (batch != null) {
            batch.await();
        }
    }

    /** Adds entries, and says what to wait for, if anything: that they are in the state store, where the run is kept there in such detail. */
    private @Nullable Batch add(Written entries, Durability least) {
        newest = time(entries.at());
        Written timed = newest == entries.at() ? entries : new Late(entries, newest);
        if (keeping == null) {
            note(timed);
            return null;
        }
        return keeping.add(this, timed, least);
    }

    /** Notes what is recorded now, and tells of it. */
    private void note(Written entries) {
        written.add(entries);
        if (events != null) {
            entries.entries(wallTime.at(entries.at()), this::tell);
        }
    }

    /** The time of what is written now: not before that of what was written last, though another thread may have read the clock before. */
    @SuppressWarnings("ReferenceEquality") // it is the one of nothing, or another one
    private long time(long at) {
        if (wallTime == WallTime.NONE) {
            wallTime = clock.from(at);
            return at;
        }
        return later(newest, at);
    }

    /** Whether it is in a state store as well. */
    boolean isKept() {
        return keeping != null;
    }

    /** Whether whoever appends may have to wait: for the state store, or for those who listen. */
    boolean mayWait() {
        return keeping != null || !listeners.none() || subscriptions != null;
    }

    /** Whether the run cannot be recorded any more. */
    boolean isHalted() {
        return keeping != null && keeping.halt != null;
    }

    /** Why the run cannot be recorded any more; null where it can. */
    @Nullable
    Halt halt() {
        return keeping == null ? null : keeping.halt;
    }

    /** Says to the state store that the run is worked on. */
    void renew() {
        if (keeping != null && !keeping.ledger.renew()) {
            keeping.halted(Ledger.fenced(keeping.ledger.key()));
        }
    }

    /** Says to the state store that the run is worked on again. */
    void lease() {
        if (keeping != null && !keeping.ledger.lease()) {
            keeping.halted(Ledger.fenced(keeping.ledger.key()));
        }
    }

    /** Says to the state store that the run is not worked on any more, though it is not over. */
    void leave() {
        if (keeping != null) {
            keeping.ledger.leave();
        }
    }

    /** How a journal is kept in a state store. Guarded by the journal's lock, but for what is said. */
    static final class Keeping {
        private final Keeper keeper;
        private final Ledger ledger;
        private final Consumer<Failure> onHalt;
        private @Nullable Batch next;
        private boolean writing;
        private volatile @Nullable Halt halt;

        /**
         * Keeps a journal.
         *
         * @param ledger where
         * @param onHalt told why, once, when it cannot be kept any more
         */
        Keeping(Keeper keeper, Ledger ledger, Consumer<Failure> onHalt) {
            this.keeper = keeper;
            this.ledger = ledger;
            this.onHalt = onHalt;
        }

        private @Nullable Batch add(RunJournal journal, Written entries, Durability least) {
            Halt halted = halt;
            if (halted != null && !(halted.reach() == Halt.Reach.OPEN && entries.isLast())) {
                return null;
            }
            boolean awaited = least.compareTo(keeper.durability()) >= 0;
            boolean toldAtOnce = keeper.durability() != Durability.STEP;
            if (toldAtOnce) {
                journal.note(entries);
            }
            Batch batch = next;
            if (batch == null) {
                batch = new Batch(keeper.scheduler(), !toldAtOnce);
                next = batch;
            }
            batch.entries.add(entries);
            batch.phase = entries.phase();
            if (!awaited) {
                return null;
            }
            if (!writing) {
                writing = true;
                keeper.scheduler().fork("journal of run " + ledger.key().run(), task -> write(journal));
            }
            return batch;
        }

        /** Writes batches until there are no more. */
        private void write(RunJournal journal) {
            for (Batch batch = next(journal); batch != null; batch = next(journal)) {
                try {
                    ledger.append(journal.entriesOf(batch.entries), batch.phase);
                    if (batch.toBeTold) {
                        journal.noteAll(batch.entries);
                    }
                } catch (Halt halted) {
                    halted(halted);
                } finally {
                    batch.kept.fire();
                }
            }
        }

        private @Nullable Batch next(RunJournal journal) {
            journal.writer.lock();
            try {
                Batch batch = next;
                next = null;
                writing = batch != null;
                return batch;
            } finally {
                journal.writer.unlock();
            }
        }

        private void halted(Halt halted) {
            if (halt == null) {
                halt = halted;
                onHalt.accept(halted.failure());
            }
        }
    }

    private void noteAll(List<Written> entries) {
        writer.lock();
        try {
            entries.forEach(this::note);
        } finally {
            writer.unlock();
        }
    }

    private List<JournalEntry> entriesOf(List<Written> some) {
        List<JournalEntry> entries = new ArrayList<>();
        some.forEach(one -> one.entries(wallTime.at(one.at()), entries::add));
        return entries;
    }

    /** What goes into one append. */
    private static final class Batch {
        private final Scheduler scheduler;
        private final Signal kept;
        private final List<Written> entries = new ArrayList<>(2);
        private final boolean toBeTold;
        private RunPhase phase = RunPhase.RUNNING;

        private Batch(Scheduler scheduler, boolean toBeTold) {
            this.scheduler = scheduler;
            this.kept = scheduler.signal();
            this.toBeTold = toBeTold;
        }

        /** Waits until it is in the store or cannot come there, however often this thread is interrupted; an interrupt is restored. */
        private void await() {
            boolean interrupted = false;
            while (true) {
                try {
                    kept.await();
                    break;
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                scheduler.adopt("writer").releaseInterrupted();
            }
        }
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
        public Durability least() {
            return written.least();
        }

        @Override
        public RunPhase phase() {
            return written.phase();
        }

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
