package ai.netra.agents.suite.triage;

import java.util.Locale;

/** What a stated change is. */
public enum TargetKind {
    /** What the user wants. */
    GOAL,
    /** What the user expects to happen anyway. */
    SCENARIO,
    /** What the user says has happened. */
    OBSERVATION;

    /** The name in JSON: lower case, in snake_case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
