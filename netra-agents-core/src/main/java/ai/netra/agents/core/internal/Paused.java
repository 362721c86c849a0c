package ai.netra.agents.core.internal;

import ai.netra.agents.Suspension;
import java.util.function.Consumer;

/** Waits for an answer: an agent that asked, or what encloses it. */
final class Paused extends Suspension {
    private static final long serialVersionUID = 1L;

    private final transient Consumer<String> abandoned;

    /** With what is to be recorded within, should it be given up for a reason. */
    Paused(Consumer<String> abandoned) {
        this.abandoned = abandoned;
    }

    /** It will not go on: what waits within it ends as cancelled. */
    void abandon(String reason) {
        abandoned.accept(reason);
    }
}
