package ai.netra.agents.store;

import ai.netra.agents.InvalidDefinitionException;
import java.util.Optional;

/**
 * Which part of a list is asked for.
 *
 * @param after the last id of the page before; empty for the first page. It need not be there any more
 * @param most how many at most; fewer are found only on the last page
 */
public record Page<I>(Optional<I> after, int most) {
    /** Refuses a page of none. */
    public Page {
        if (most < 1) {
            throw new InvalidDefinitionException("a page of at most " + most + "; use 1 or more");
        }
    }

    /** The first ones. */
    public static <I> Page<I> first(int most) {
        return new Page<>(Optional.empty(), most);
    }

    /** The next ones. */
    public static <I> Page<I> after(I last, int most) {
        return new Page<>(Optional.of(last), most);
    }
}
