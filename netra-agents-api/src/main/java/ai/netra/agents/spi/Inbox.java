package ai.netra.agents.spi;

import java.util.Optional;

/**
 * An unbounded first-in-first-out queue of many writers and one reader, whose waits its {@link Scheduler} knows of.
 *
 * @param <T> the type of the elements
 */
public interface Inbox<T> {
    /** Adds an element; never blocks. */
    void put(T element);

    /**
     * Takes the oldest element, waiting for one.
     *
     * @throws InterruptedException if the reader is interrupted while the inbox is empty
     */
    T take() throws InterruptedException;

    /** Takes the oldest element, where there is one. */
    Optional<T> poll();
}
