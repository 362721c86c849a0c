package ai.netra.agents.core.journal;

import ai.netra.agents.NetraException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A replayed decision that differs from the recorded one: the orchestrator is not pure, or is not the one that ran. */
public final class DivergedException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final String scope;
    private final transient @Nullable RecordedDecision recorded;
    private final transient @Nullable RecordedDecision now;

    /** With a decision that was recorded and the one that is made now. */
    public DivergedException(String scope, RecordedDecision recorded, RecordedDecision now) {
        super(text("orchestrator " + scope, "", "recorded " + inShort(recorded) + ", now " + inShort(now)));
        this.scope = scope;
        this.recorded = recorded;
        this.now = now;
    }

    /** With what is recorded and does not follow from what happens now. */
    public DivergedException(String scope, String what) {
        super(text(scope, "", what));
        this.scope = scope;
        this.recorded = null;
        this.now = null;
    }

    DivergedException(String scope, int entry, RecordedDecision recorded, RecordedDecision now) {
        super(text(
                "orchestrator " + scope,
                " at journal entry " + entry,
                "recorded " + inShort(recorded) + ", now " + inShort(now)));
        this.scope = scope;
        this.recorded = recorded;
        this.now = now;
    }

    private static String text(String scope, String where, String what) {
        return scope + " diverged" + where + ": " + what
                + "; keep decide free of clocks, randomness, I/O and changing fields, have agents ask the same of"
                + " models and tools when they go on, and raise version() when what is done changes";
    }

    /** Without messages and values, which may hold what nobody else should read. */
    private static String inShort(RecordedDecision decision) {
        return decision.kind()
                + (decision.starts().isEmpty()
                        ? ""
                        : " of "
                                + decision.starts().stream()
                                        .map(RecordedDecision.Start::id)
                                        .toList())
                + decision.failure().map(failure -> " with " + failure.kind()).orElse("");
    }

    /** The orchestrator's path. */
    public String scope() {
        return scope;
    }

    /** What it decided then, where it was a decision that differs. */
    public Optional<RecordedDecision> recorded() {
        return Optional.ofNullable(recorded);
    }

    /** What it decides now, where it is a decision that differs. */
    public Optional<RecordedDecision> now() {
        return Optional.ofNullable(now);
    }
}
