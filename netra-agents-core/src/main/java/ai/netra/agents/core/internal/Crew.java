package ai.netra.agents.core.internal;

import ai.netra.agents.core.schedule.Moment;
import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Task;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that work for one scope: its own, and those it has beside it. Each activation has a thread to itself for as long as it takes, and a thread
 * that is done takes the next one that has none yet. While there is work that nobody has taken, a thread is on its way that has none: so an agent that
 * waits holds nobody up, and agents that end at once do not cost a thread each, nor a wait for one. A thread that comes while others go from one
 * activation to the next in no time looks on until they stop: to share out agents that take less than a microsecond would take longer.
 *
 * <p>Whoever brings an outcome while nobody decides does so itself; see {@link Baton}.
 */
final class Crew {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    /** Threads that have ended are let go of once so many more activations were started than are at work. */
    private static final int SLACK = 64;

    /** Others get on in no time where an activation takes less than this, in nanoseconds. */
    private static final long NO_TIME = 3_000;

    private final Site site;
    private final LongSupplier decide;
    private final Scheduler scheduler;
    private final Inbox<Started<?>> inbox;
    private final Baton baton;
    private final AtomicReference<Batch> current = new AtomicReference<>(new Batch(List.of())); // all before are taken
    private final AtomicBoolean coming = new AtomicBoolean(); // a thread that has not begun
    private volatile boolean isShort; // of threads, and has said so
    private Batch newest = current.get(); // of whoever has the baton, as are the next
    private @Nullable Started<?> brought; // not by way of the inbox, and before what is there
    private int running;
    private int started;
    private final AtomicInteger repeats =
            new AtomicInteger(); // changes when a thread goes from one activation to the next
    private final Deque<Member> members = new ArrayDeque<>(); // guarded by itself; each before those that follow it

    /**
     * A crew whose scope has the baton.
     *
     * @param decide what is done by a thread that brings an outcome and has been given the baton; says when that was, by the scheduler's {@code nanoTime}, and
     *     throws nothing
     */
    Crew(Site site, LongSupplier decide) {
        this.site = site;
        this.decide = decide;
        this.scheduler = site.run().engine().scheduler();
        this.inbox = scheduler.inbox();
        this.baton = new Baton(scheduler);
    }

    /** How many activations were started and not taken in. */
    int running() {
        return running;
    }

    /** Has these worked on, in their order, by the calling thread among others: it is to go on to {@link #help}, or to return to its work. */
    void start(List<Started<?>> work) {
        site.node().children(work);
        Batch batch = new Batch(work);
        newest.next = batch;
        newest = batch;
        running += work.size();
        started += work.size();
        if (started > running + SLACK) {
            started = running;
            synchronized (members) {
                members.removeIf(Member::isOver);
            }
        }
    }

    /** Has one more thread come, where there is work for it and none comes yet. */
    void follow() {
        Started<?> first = unclaimed();
        if (first == null || !coming.compareAndSet(false, true)) {
            return;
        }
        Member member = new Member(repeats.get());
        try {
            synchronized (members) {
                members.add(member);
            }
            member.task = scheduler.fork(site.scope() + "/" + first.activation().id(), member::work);
        } catch (Throwable thrown) { // no more threads, say: those there are do all the work, if not all at once
            synchronized (members) {
                members.remove(member);
            }
            coming.set(false);
            if (!isShort) {
                isShort = true;
                LOG.warn("{} has fewer threads than activations", site.scope(), thrown);
            }
        }
    }

    /** Something that nobody works on. Who takes the first of a batch has a thread come for the next, and whoever sees that none comes any more. */
    private @Nullable Started<?> claim() {
        while (true) {
            Batch batch = current.get();
            int index = batch.claimed.get() < batch.work.size() ? batch.claimed.getAndIncrement() : batch.work.size();
            if (index < batch.work.size()) {
                if (index == 0 || !coming.get()) {
                    follow();
                }
                return batch.work.get(index);
            }
            Batch next = batch.next;
            if (next == null) {
                return null;
            }
            current.compareAndSet(batch, next);
        }
    }

    private @Nullable Started<?> unclaimed() {
        for (Batch batch = current.get(); batch != null; batch = batch.next) {
            int index = batch.claimed.get();
            if (index < batch.work.size()) {
                return batch.work.get(index);
            }
        }
        return null;
    }

    /** Works on what nobody else does, on the scope's own thread, which has the baton, and has it again after this. */
    void help() {
        if (unclaimed() == null) {
            return;
        }
        long now = pass(site.task(), scheduler.nanoTime());
        workOn(claim(), site.task(), now);
        site.node().help(null);
        baton.take(signal -> {
            boolean unused = site.run().uninterruptibly(site, () -> {
                signal.await();
                return true;
            });
        });
    }

    /** Works on this from now on, and then on what nobody else does. */
    private void workOn(@Nullable Started<?> first, Task worker, long begin) {
        Task own = null;
        long now = begin;
        for (Started<?> one = first; one != null; one = claim()) {
            CancelNode node = one.node();
            try {
                if (own == null) {
                    own = scheduler.adopt(one.activation().id().value());
                } else {
                    repeats.setRelease(repeats.getPlain() + 1); // one of two that are made at once may be lost
                }
                work(one, own, worker, now);
            } catch (Throwable thrown) { // out of memory, say: the scope still hears of the end
                one.failed(thrown);
            }
            if (own != null && node.isCancelled()) { // so that an interrupt of one does not reach what follows
                own.release();
                own = null;
            }
            now = bring(one, worker);
        }
        if (own != null) {
            own.release();
        }
    }

    /**
     * Has the end of an activation decided on: by the calling thread, unless another one decides now.
     *
     * @return the time, after that
     */
    private long bring(Started<?> one, Task worker) {
        boolean decides = baton.grab();
        if (decides && brought == null) { // else the scope is over
            brought = one;
        } else {
            inbox.put(one);
            decides = decides || baton.announce();
        }
        return decides ? pass(worker, decide(worker)) : scheduler.nanoTime();
    }

    private void work(Started<?> one, Task own, Task worker, long now) {
        CancelNode node = one.node();
        if (isOfScope(worker)) {
            site.node().help(node);
        }
        node.bind(own);
        site.run().inContext(() -> one.run(site, node, own, now));
    }

    @SuppressWarnings("ReferenceEquality") // tasks are themselves
    private boolean isOfScope(Task worker) {
        return worker == site.task();
    }

    /**
     * Gives up the baton once there is nothing to decide.
     *
     * @param decided when something was decided last
     * @return when that was
     */
    private long pass(Task holder, long decided) {
        long now = decided;
        while (!baton.pass()) {
            follow();
            now = decide(holder);
        }
        return now;
    }

    private long decide(Task holder) {
        if (isOfScope(holder)) {
            return decide.getAsLong();
        }
        site.node().lend(holder);
        try {
            return decide.getAsLong();
        } finally {
            site.node().lend(null);
        }
    }

    /** The next activation that has ended. On the scope's thread, with the baton. */
    Started<?> take() throws InterruptedException {
        Started<?> ended = brought;
        return taken(ended == null ? inbox.take() : ended);
    }

    /** The next activation that has ended already, if one has. With the baton. */
    @Nullable
    Started<?> poll() {
        Started<?> ended = brought == null ? inbox.poll().orElse(null) : brought;
        return ended == null ? null : taken(ended);
    }

    private Started<?> taken(Started<?> ended) {
        brought = null;
        running--;
        ended.node().end();
        return ended;
    }

    /** Waits for all threads to end that have begun, however often this one is interrupted. One that has ended has told who follows it. */
    void join() {
        for (Member member = first(); member != null; member = first()) {
            Task task = member.isNeeded() ? member.task : null;
            if (task != null) {
                boolean unused = site.run().uninterruptibly(site, () -> {
                    task.join();
                    return true;
                });
            }
        }
    }

    private @Nullable Member first() {
        synchronized (members) {
            return members.poll();
        }
    }

    /** What was started at once. */
    private static final class Batch {
        private final List<Started<?>> work;
        private final AtomicInteger claimed = new AtomicInteger();
        private volatile @Nullable Batch next;

        private Batch(List<Started<?>> work) {
            this.work = work;
        }
    }

    /** A thread beside the scope's. */
    private final class Member {
        private static final int ON_ITS_WAY = 0;
        private static final int AT_WORK = 1;
        private static final int OVER = 2;

        private final AtomicInteger state = new AtomicInteger(ON_ITS_WAY);
        private volatile @Nullable Task task;
        private final int seen; // of the repeats, when it was forked

        private Member(int seen) {
            this.seen = seen;
        }

        private boolean isOver() {
            return state.get() == OVER;
        }

        /** Waits while others go from one activation to the next in no time. */
        private void lookOn() {
            int before = seen;
            int now = repeats.get();
            long nanos = 0;
            while (now - before > nanos / NO_TIME && unclaimed() != null) {
                before = now;
                nanos = Moment.pass();
                now = repeats.get();
            }
        }

        /** Whether it has begun and has not ended. One that has not begun never does any work after this. */
        private boolean isNeeded() {
            return !state.compareAndSet(ON_ITS_WAY, OVER) && !isOver();
        }

        private void work(Task self) {
            lookOn();
            if (!state.compareAndSet(ON_ITS_WAY, AT_WORK)) {
                return;
            }
            coming.set(false);
            Started<?> one = claim();
            if (one != null) {
                follow();
            }
            workOn(one, self, scheduler.nanoTime());
            state.set(OVER);
        }
    }
}
