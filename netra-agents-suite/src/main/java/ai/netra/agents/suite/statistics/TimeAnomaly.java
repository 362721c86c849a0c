package ai.netra.agents.suite.statistics;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.workload.TimeRange;
import java.util.List;

/**
 * A stretch of time with an unusual number of requests.
 *
 * @param time the stretch
 * @param requests how many requests arrived in it
 * @param methods by which methods it is unusual, at least one
 */
public record TimeAnomaly(TimeRange time, Quantity requests, List<OutlierMethod> methods) {
    /** Copies the list. */
    public TimeAnomaly {
        methods = List.copyOf(methods);
    }
}
