package ai.netra.agents.spi;

/**
 * Something that a host keeps by thread, such as the fields of its log lines, the span that is traced or the user who is signed in, carried to the
 * threads that work for a run. Implement me, and register with the runtime.
 *
 * <p>It is captured on the thread that asks for a run, and restored on every other thread on which agents, tools, model clients and listeners of that
 * run work; each time it is taken away again before the thread does anything else. A subscriber to a run's events has that of the thread that
 * subscribed. On the thread that called {@code run} it is there anyway, and left as it is.
 *
 * <p>Thread-safe: what was captured once is restored on several threads at once.
 */
@FunctionalInterface
public interface HostContext {
    /** Takes what is on the calling thread. What this throws, the call that asked for a run throws; nothing is started then. */
    Captured capture();

    /** What was on a thread. */
    @FunctionalInterface
    interface Captured {
        /** Puts it onto the calling thread, in place of what is there. Where this throws, what was to be done on the thread fails. */
        Restored restore();
    }

    /** What is on a thread now, and goes from it when closed. */
    @FunctionalInterface
    interface Restored extends AutoCloseable {
        /** Puts back what was on the calling thread before, which is the thread of {@link Captured#restore}. What this throws is logged. */
        @Override
        void close();
    }
}
