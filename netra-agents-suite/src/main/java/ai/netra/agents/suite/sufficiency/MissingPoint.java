package ai.netra.agents.suite.sufficiency;

import java.util.List;

/**
 * A data point that was asked for and is not there.
 *
 * @param point its name, such as {@code price}, or the name of a need that is not known
 * @param tier how much it matters
 * @param needs the needs that ask for it
 * @param meaning what it is, as a noun phrase for people
 */
public record MissingPoint(String point, PointTier tier, List<String> needs, String meaning) {
    /** Copies the list. */
    public MissingPoint {
        needs = List.copyOf(needs);
    }
}
