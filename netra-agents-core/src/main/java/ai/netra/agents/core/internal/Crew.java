package ai.netra.agents.core.internal;

import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Task;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads that work for one scope. What is to start at once is handed to it together: each activation has a thread to itself for as long as it takes,
 * and a thread that is done takes the next one that has none yet, so that agents that end at once do not cost a thread each. Used by the scope's
 * thread only.
 */
final class Crew {
    /** Threads that have ended are let go of once there are this many more than at work. */
    private static final int SLACK = 64;

    private final Site site;
    private final Scheduler scheduler;
    private final Inbox<Started<?>> inbox;
    private final Deque<Member> members = new ArrayDeque<>();
    private int running;

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
    void start(List<Started<?>> waiting) {
        Batch batch = new Batch(waiting);
        running += waiting.size();
        for (int next = batch.claim(); next >= 0; next = batch.claim()) {
            int first = next;
            Member member = new Member();
            try {
                members.add(member);
                member.task = scheduler.fork(batch.name(first), self -> member.work(batch, first));
            } catch (Throwable thrown) { // no more threads, say: the scope still hears of an end
                batch.work.get(first).failed(thrown);
                inbox.put(batch.work.get(first));
            }
        }
        if (members.size() > running + SLACK) {
            members.removeIf(Member::isOver);
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

    /** Waits for all threads to end, however often this one is interrupted. */
    void join() {
        for (Member member : members) {
            Task task = member.task;
            if (task != null) {
                site.run().uninterruptibly(site, () -> {
                    task.join();
                    return task;
                });
            }
        }
    }

    /** What is to start at once. */
    private final class Batch {
        private final List<Started<?>> work;
        private final AtomicInteger claimed = new AtomicInteger();

        private Batch(List<Started<?>> waiting) {
            work = waiting;
            site.node().children(work);
        }

        /** The next that nobody works on; negative if there is none. */
        private int claim() {
            int next = claimed.getAndIncrement();
            return next < work.size() ? next : -1;
        }

        private String name(int index) {
            return site.scope() + "/" + work.get(index).activation().id();
        }
    }

    /** A thread. */
    private final class Member {
        private @Nullable Task task;
        private volatile boolean over;

        private boolean isOver() {
            return over;
        }

        private void work(Batch batch, int first) {
            for (int next = first; next >= 0; next = batch.claim()) {
                work(batch.work.get(next));
                inbox.put(batch.work.get(next));
            }
            over = true;
        }

        /** Each activation is a task of its own, so that an interrupt of one does not reach the next. */
        private void work(Started<?> started) {
            CancelNode node = started.node();
            try {
                Task own = scheduler.adopt(started.activation().id().value());
                try {
                    node.bind(own);
                    site.run().context().run(() -> started.run(site, node, own, scheduler.nanoTime()));
                } finally {
                    own.release();
                }
            } catch (Throwable thrown) { // out of memory, say: the scope still hears of the end
                started.failed(thrown);
            }
        }
    }
}
