package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.List;

/**
 * Requests by feature or by model. Groups, rest and unnamed together are all requests.
 *
 * @param groups those with most requests first; the first 500 names that occurred
 * @param rest the requests of all further names
 * @param unnamed the requests that carry no name
 */
public record Breakdown(List<GroupStatistics> groups, Quantity rest, Quantity unnamed) {
    /** Copies the list. */
    public Breakdown {
        groups = List.copyOf(groups);
    }
}
