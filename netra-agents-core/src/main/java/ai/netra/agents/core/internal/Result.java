package ai.netra.agents.core.internal;

import ai.netra.agents.Outcome;
import org.jspecify.annotations.Nullable;

/** An outcome with the live exception behind it, which is not recorded. */
record Result<O>(Outcome<O> outcome, @Nullable Throwable thrown) {
    static <O> Result<O> of(Outcome<O> outcome) {
        return new Result<>(outcome, null);
    }
}
