package ai.netra.agents.tests.pool;

import ai.netra.agents.core.pool.AgentPool;
import ai.netra.agents.core.pool.AgentPoolBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Something scarce to lend, which notices if two have it at once, and remembers what became of it. */
final class Sessions {
    private final List<Session> created = new CopyOnWriteArrayList<>();

    /** Builds a pool of sessions. */
    AgentPoolBuilder<Session> pool() {
        return AgentPool.builder("sessions", this::create, Session::reset).disposal(Session::dispose);
    }

    private Session create() {
        Session session = new Session(created.size());
        created.add(session);
        return session;
    }

    List<Session> created() {
        return created;
    }

    long open() {
        return created.stream().filter(session -> !session.disposed).count();
    }

    /** One session. */
    static final class Session {
        final int number;
        final List<String> notes = new ArrayList<>();
        private final AtomicInteger hands = new AtomicInteger();
        private volatile boolean disposed;
        private final AtomicInteger resets = new AtomicInteger();
        volatile RuntimeException failure;

        Session(int number) {
            this.number = number;
        }

        /** In somebody's hands, for as long as this takes. */
        void use(Runnable work) {
            if (disposed || hands.incrementAndGet() != 1) {
                throw new AssertionError("session " + number + " in two hands, or disposed of");
            }
            work.run();
            hands.decrementAndGet();
        }

        private void reset() {
            if (failure != null) {
                throw failure;
            }
            use(() -> {
                notes.clear();
                resets.incrementAndGet();
            });
        }

        private void dispose() {
            if (disposed) {
                throw new AssertionError("session " + number + " disposed of twice");
            }
            disposed = true;
        }

        boolean isDisposed() {
            return disposed;
        }

        int resets() {
            return resets.get();
        }
    }
}
