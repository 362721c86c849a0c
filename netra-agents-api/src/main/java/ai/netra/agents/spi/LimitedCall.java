package ai.netra.agents.spi;

import java.util.concurrent.Callable;

/**
 * A body that is told when its {@link Task#within time limit} passes.
 *
 * @param <T> the type of its value
 */
public interface LimitedCall<T> extends Callable<T> {
    /**
     * The limit has passed, and the body's thread was interrupted. Called on a thread of the scheduler's; it is brief, and neither blocks nor throws.
     */
    void limitPassed();
}
