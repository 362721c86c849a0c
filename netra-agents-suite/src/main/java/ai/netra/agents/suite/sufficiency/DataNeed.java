package ai.netra.agents.suite.sufficiency;

import static ai.netra.agents.suite.sufficiency.DataPoint.COST_BY_FEATURE;
import static ai.netra.agents.suite.sufficiency.DataPoint.EARLIER_COST;
import static ai.netra.agents.suite.sufficiency.DataPoint.EARLIER_LATENCY;
import static ai.netra.agents.suite.sufficiency.DataPoint.EARLIER_PERIOD;
import static ai.netra.agents.suite.sufficiency.DataPoint.ERROR_FLAG;
import static ai.netra.agents.suite.sufficiency.DataPoint.FEATURE;
import static ai.netra.agents.suite.sufficiency.DataPoint.INPUT_TOKENS;
import static ai.netra.agents.suite.sufficiency.DataPoint.LATENCY_BY_GROUP;
import static ai.netra.agents.suite.sufficiency.DataPoint.LATENCY_OR_THROUGHPUT;
import static ai.netra.agents.suite.sufficiency.DataPoint.MODEL;
import static ai.netra.agents.suite.sufficiency.DataPoint.OUTPUT_TOKENS;
import static ai.netra.agents.suite.sufficiency.DataPoint.PRICE;
import static ai.netra.agents.suite.sufficiency.DataPoint.PROVIDER;
import static ai.netra.agents.suite.sufficiency.DataPoint.REQUEST_TIME;
import static ai.netra.agents.suite.sufficiency.DataPoint.TIME_TO_FIRST_TOKEN;
import static ai.netra.agents.suite.sufficiency.DataPoint.USER_OR_SESSION;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A kind of data that a question needs, and the points it asks for. */
public enum DataNeed {
    /** What the workload is: when requests come and how large they are. */
    WORKLOAD_METRICS(REQUEST_TIME, INPUT_TOKENS, OUTPUT_TOKENS, MODEL, FEATURE, EARLIER_PERIOD, USER_OR_SESSION),
    /** What the workload costs. */
    COST_ANALYSIS(INPUT_TOKENS, OUTPUT_TOKENS, PRICE, MODEL, PROVIDER, EARLIER_COST, COST_BY_FEATURE),
    /** How the workload is served. */
    PERFORMANCE_DATA(LATENCY_OR_THROUGHPUT, TIME_TO_FIRST_TOKEN, ERROR_FLAG, EARLIER_LATENCY, LATENCY_BY_GROUP);

    @SuppressWarnings("ImmutableEnumChecker") // it is unmodifiable
    private final Set<DataPoint> points;

    DataNeed(DataPoint first, DataPoint... rest) {
        this.points = Collections.unmodifiableSet(EnumSet.of(first, rest));
    }

    /** The need of that name in JSON, such as {@code workload_metrics}. */
    public static Optional<DataNeed> named(String name) {
        for (DataNeed need : values()) {
            if (need.toString().equals(name)) {
                return Optional.of(need);
            }
        }
        return Optional.empty();
    }

    /** The points it asks for. */
    public Set<DataPoint> points() {
        return points;
    }

    /** The name in JSON, such as {@code workload_metrics}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
