package ai.netra.agents.spi;

import ai.netra.agents.AgentClock;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The one thing an engine asks for threads, waits, timers, time, ids and randomness. Implement me to run agents under virtual time or one interleaving at a time.
 *
 * <p>Thread-safe. The engine starts no thread, reads no clock and blocks on nothing except through here.
 */
public interface Scheduler extends AutoCloseable {
    /** Wall-clock time, and waiting by it. */
    AgentClock clock();

    /** Nanoseconds from an arbitrary origin, never going backwards: for durations and deadlines. */
    long nanoTime();

    /** A new id, unique for practical purposes across processes. */
    String newId();

    /** A random number, drawn evenly from 0 (included) to 1 (not included). Not for secrets. */
    double random();

    /** The calling thread as a task, for as long as it works for the engine; {@link Task#release()} ends that. */
    Task adopt(String name);

    /**
     * Runs a body on a thread of its own, which inherits no thread-local values from the calling one.
     *
     * @param name the thread's name
     * @param body what to run, handed its own task; it must not throw
     */
    Task fork(String name, Consumer<Task> body);

    /** Runs a brief action once, after a delay, on a thread of the scheduler's. The action must neither block nor throw. */
    Timer schedule(Duration delay, Runnable action);

    /** A new, empty inbox. */
    <T> Inbox<T> inbox();

    /** A new signal, not yet fired. */
    Signal signal();

    /** Frees what the scheduler holds. Tasks still running are not touched. */
    @Override
    void close();
}
