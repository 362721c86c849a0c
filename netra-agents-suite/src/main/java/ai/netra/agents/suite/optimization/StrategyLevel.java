package ai.netra.agents.suite.optimization;

import java.util.Locale;

/** How much: of effort, or of risk. A judgement by kind of change, not a figure. */
public enum StrategyLevel {
    /** A setting that is changed back as easily. */
    LOW,
    /** A change of code or of models, to be watched. */
    MEDIUM,
    /** A change whose effect on users is not known beforehand. */
    HIGH;

    /** The name in JSON: lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
