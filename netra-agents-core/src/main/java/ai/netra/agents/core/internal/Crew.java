package ai.netra.agents.core.internal;

import ai.netra.agents.spi.Inbox;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Task;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
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
    private final Inbox<Done> inbox;
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

    /** Starts all that wait, in their order, and leaves none waiting. */
    void start(Collection<Begin> waiting) {
        Batch batch = new Batch(waiting);
        running += batch.work.length;
        waiting.clear();
        for (int next = batch.claim(); next >= 0; next = batch.claim()) {
            int first = next;
            Member member = new Member();
            try {
                member.task = scheduler.fork(batch.name(first), self -> member.work(batch, first));
                members.add(member);
            } catch (RuntimeException | Error thrown) { // no more threads, say: the scope still hears of an end
                inbox.put(new Done(batch.nodes[first], Settled.failed(batch.work[first].activation(), thrown)));
            }
        }
        if (members.size() > running + SLACK) {
            members.removeIf(Member::isOver);
        }
    }

    /** The next activation that has ended. */
    Settled take() throws InterruptedException {
        return taken(inbox.take());
    }

    /** The next activation that has ended already, if one has. */
    @Nullable
    Settled poll() {
        Done done = inbox.poll().orElse(null);
        return done == null ? null : taken(done);
    }

    private Settled taken(Done done) {
        running--;
        done.node.end();
        return done.ended;
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

    /** An activation that has ended. */
    private record Done(CancelNode node, Settled ended) {}

    /** What is to start at once. */
    private final class Batch {
        private final Begin[] work;
        private final CancelNode[] nodes;
        private final AtomicInteger claimed = new AtomicInteger();

        private Batch(Collection<Begin> waiting) {
            work = waiting.toArray(Begin[]::new);
            nodes = new CancelNode[work.length];
            for (int i = 0; i < work.length; i++) {
                nodes[i] = site.node().child();
            }
        }

        /** The next that nobody works on; negative if there is none. */
        private int claim() {
            int next = claimed.getAndIncrement();
            return next < work.length ? next : -1;
        }

        private String name(int index) {
            return site.scope() + "/" + work[index].activation().id();
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
                inbox.put(new Done(batch.nodes[next], work(batch.work[next], batch.nodes[next])));
            }
            over = true;
        }

        /** Each activation is a task of its own, so that an interrupt of one does not reach the next. */
        private Settled work(Begin begin, CancelNode node) {
            try {
                Task own = scheduler.adopt(begin.activation().id().value());
                try {
                    node.bind(own);
                    return site.run().context().call(() -> begin.run(site, node, own, scheduler.nanoTime()));
                } finally {
                    own.release();
                }
            } catch (RuntimeException | Error thrown) { // out of memory, say: the scope still hears of the end
                return Settled.failed(begin.activation(), thrown);
            }
        }
    }
}
