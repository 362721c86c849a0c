package ai.netra.agents.core.internal;

import ai.netra.agents.Outcome;
import org.jspecify.annotations.Nullable;

/** An outcome with the live exception behind it, which is not recorded. */
record Result<O>(Outcome<O> outcome, @Nullable Throwable thrown) {
    /** Waits for an answer: there is no outcome yet, and what stands in its place is not recorded. */
    static <O> Result<O> paused(Paused paused) {
        return new Result<>(new Outcome.Cancelled<>("suspended"), paused);
    }

    boolean isPaused() {
        return thrown instanceof Paused;
    }

    static <O> Result<O> of(Outcome<O> outcome) {
        return new Result<>(outcome, null);
    }
}
