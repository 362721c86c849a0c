package ai.netra.agents.core.journal;

import ai.netra.agents.NetraException;

/** A replayed decision that differs from the recorded one: the orchestrator is not pure, or is not the one that ran. */
public final class DivergedException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final String scope;
    private final transient RecordedDecision recorded;
    private final transient RecordedDecision now;

    DivergedException(String scope, int entry, RecordedDecision recorded, RecordedDecision now) {
        super("orchestrator " + scope + " diverged at journal entry " + entry + ": recorded " + inShort(recorded)
                + ", now "
                + inShort(now)
                + "; keep decide free of clocks, randomness, I/O and changing fields, and raise version() when"
                + " routing changes");
        this.scope = scope;
        this.recorded = recorded;
        this.now = now;
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

    /** What it decided then. */
    public RecordedDecision recorded() {
        return recorded;
    }

    /** What it decides now. */
    public RecordedDecision now() {
        return now;
    }
}
