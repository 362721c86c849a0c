package ai.netra.agents.core.internal;

import ai.netra.agents.Failure;
import ai.netra.agents.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The live exceptions behind the failures of a scope, in the order of the journal. They are not recorded, but end up on the live result. */
final class Causes {
    private final List<Cause> causes = new ArrayList<>(0);

    void add(Failure failure, Throwable thrown) {
        causes.add(new Cause(failure, thrown));
    }

    /** The exception behind an outcome's failure, if it has any. */
    @Nullable
    Throwable behind(Outcome<?> outcome) {
        return outcome.failure().map(this::of).orElse(null);
    }

    /** The exception behind a failure, with all others suppressed onto it; null where that failure had none. */
    @SuppressWarnings("ReferenceEquality") // an exception cannot suppress itself
    private @Nullable Throwable of(Failure failure) {
        Throwable cause = causes.stream()
                .filter(candidate -> candidate.failure.equals(failure))
                .findFirst()
                .map(Cause::thrown)
                .orElse(null);
        if (cause != null) {
            causes.stream().map(Cause::thrown).filter(thrown -> thrown != cause).forEach(cause::addSuppressed);
        }
        return cause;
    }

    private record Cause(Failure failure, Throwable thrown) {}
}
