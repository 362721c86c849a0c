package ai.netra.agents.core.internal;

import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Task;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that work for one scope. What is to start at once is handed to it together: each activation has a thread to itself for as long as it takes,
 * and a thread that is done takes the next one that has none yet. A thread that begins has another one follow, as long as there is work that nobody has
 * taken: so an agent that waits holds nobody up, and agents that end at once do not cost a thread each.
 */
final class Crew {
    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

    /** So many threads begin, whatever the machine: each that begins has another one follow. */
    private static final int AT_FIRST = 2;

    /** Threads that have ended are let go of once there are this many more than at work. */
    private static final int SLACK = 64;

    private final Site site;
    private final Scheduler scheduler;
    private final Inbox<Started<?>> inbox;
    private final Deque<Member> members = new ArrayDeque<>(); // guarded by itself; each before those that follow it
    private int running; // of the scope's thread
    private int started;

    Crew(Site site) {
        this.site = site;
        this.scheduler = site.run().engine().scheduler();
        this.inbox = scheduler.inbox();
    }

    /** How many activations were started and not taken. */
    int running() {
        return running;
    }

    /** Starts these, in their order. */
    void start(List<Started<?>> work) {
        Batch batch = new Batch(work);
        running += work.size();
        started += work.size();
        try {
            for (int i = 0; i < AT_FIRST; i++) {
                fork(batch);
            }
        } catch (Throwable thrown) { // no more threads, say: the scope still hears of an end
            for (int next = batch.claim(); next >= 0; next = batch.claim()) {
                work.get(next).failed(thrown);
                inbox.put(work.get(next));
            }
        }
        if (started > running + SLACK) {
            started = running;
            synchronized (members) {
                members.removeIf(Member::isOver);
            }
        }
    }

    /** Has one more thread work, unless there are as many as activations. */
    private void fork(Batch batch) {
        int number = batch.forked.getAndIncrement();
        if (number < batch.work.size()) {
            Member member = new Member();
            synchronized (members) {
                members.add(member);
            }
            member.task = scheduler.fork(batch.name(number), self -> member.work(batch));
        }
    }

    /** The next activation that has ended. */
    Started<?> take() throws InterruptedException {
        return taken(inbox.take());
    }

    /** The next activation that has ended already, if one has. */
    @Nullable
    Started<?> poll() {
        Started<?> ended = inbox.poll().orElse(null);
        return ended == null ? null : taken(ended);
    }

    private Started<?> taken(Started<?> ended) {
        running--;
        ended.node().end();
        return ended;
    }

    /** Waits for all threads to end, however often this one is interrupted. One that has ended has told who follows it. */
    void join() {
        for (Member member = first(); member != null; member = first()) {
            Task task = member.task;
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

    /** What is to start at once. */
    private final class Batch {
        private final List<Started<?>> work;
        private final AtomicInteger claimed = new AtomicInteger();
        private final AtomicInteger forked = new AtomicInteger();

        private Batch(List<Started<?>> work) {
            this.work = work;
            site.node().children(work);
        }

        /** The next that nobody works on; negative if there is none. */
        private int claim() {
            int next = claimed.getAndIncrement();
            return next < work.size() ? next : -1;
        }

        private boolean hasMore() {
            return claimed.get() < work.size();
        }

        /** A thread is called by what it begins with, unless one before it is done so soon that it takes that as well. */
        private String name(int number) {
            return site.scope() + "/" + work.get(number).activation().id();
        }
    }

    /** A thread. */
    private final class Member {
        private volatile @Nullable Task task;
        private volatile boolean over;

        private boolean isOver() {
            return over;
        }

        private void work(Batch batch) {
            int next = batch.claim();
            if (next >= 0 && batch.hasMore()) {
                follow(batch);
            }
            for (; next >= 0; next = batch.claim()) {
                work(batch.work.get(next));
                inbox.put(batch.work.get(next));
            }
            over = true;
        }

        private void follow(Batch batch) {
            try {
                fork(batch);
            } catch (Throwable thrown) { // no more threads, say: those there are do all the work, if not all at once
                LOG.warn("{} has fewer threads than activations", site.scope(), thrown);
            }
        }

        /** Each activation is a task of its own, so that an interrupt of one does not reach the next. */
        private void work(Started<?> one) {
            CancelNode node = one.node();
            try {
                Task own = scheduler.adopt(one.activation().id().value());
                try {
                    node.bind(own);
                    site.run().context().run(() -> one.run(site, node, own, scheduler.nanoTime()));
                } finally {
                    own.release();
                }
            } catch (Throwable thrown) { // out of memory, say: the scope still hears of the end
                one.failed(thrown);
            }
        }
    }
}
