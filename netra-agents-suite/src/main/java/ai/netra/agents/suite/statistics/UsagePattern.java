package ai.netra.agents.suite.statistics;

import java.util.List;

/**
 * At what time of the day requests come.
 *
 * @param hours the hours of the day that the span from the first to the last request touches, from 0 to 23; an hour that was not observed is left out
 * @param busiestHour the hour with most requests; the first observed of equals
 */
public record UsagePattern(List<UsageHour> hours, int busiestHour) {
    /** Copies the list. */
    public UsagePattern {
        hours = List.copyOf(hours);
    }
}
