package ai.netra.agents.core.metrics;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.event.AgentMetrics;
import ai.netra.agents.event.CallTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Metrics of agents' calls since this was made, in memory; exact however many threads record at once.
 *
 * <pre>{@code
 * AgentMetrics metrics = new InMemoryAgentMetrics();
 * try (AgentRuntime runtime = LocalAgentRuntime.builder().listener(metrics).register(flow).build()) {
 *     runtime.run(flow, RunRequest.of("hello"));
 * }
 * Duration average = metrics.averageDuration("review");
 * String json = JsonCodec.standard().encode(metrics.all()); // {"review": {"total_calls": 1, "total_duration": "PT0.2S", "errors": 0, "last_call": …}}
 * }</pre>
 */
public final class InMemoryAgentMetrics implements AgentMetrics {
    private final ConcurrentHashMap<String, CallTotals> agents = new ConcurrentHashMap<>();

    /** Without calls so far. */
    public InMemoryAgentMetrics() {}

    @Override
    public void recordCall(String agent, Duration duration, CallEnd end, Instant at) {
        if (duration.isNegative()) {
            throw new InvalidDefinitionException("duration " + duration + " of a call of agent " + agent
                    + " is negative; measure it from start to end by a clock that is not set back");
        }
        CallTotals call = new CallTotals(1, duration, end == CallEnd.FAILED ? 1 : 0, Optional.of(at));
        agents.merge(agent, call, CallTotals::plus);
    }

    @Override
    public CallTotals of(String agent) {
        return agents.getOrDefault(agent, CallTotals.NONE);
    }

    @Override
    public Map<String, CallTotals> all() {
        return Collections.unmodifiableMap(new TreeMap<>(agents));
    }
}
