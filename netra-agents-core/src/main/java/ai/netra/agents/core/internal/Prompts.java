package ai.netra.agents.core.internal;

import ai.netra.agents.AgentKey;
import ai.netra.agents.core.internal.RequestMeter.Prompt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** What each agent's newest request began with: so that a call does not cost more because its instructions are long. Thread-safe. */
final class Prompts {
    /** There are few agents, unless a host makes them up as it goes; then all are forgotten from time to time. */
    private static final int MOST = 1_000;

    private final ConcurrentMap<AgentKey<?>, Prompt> prompts = new ConcurrentHashMap<>();

    /** A meter for an activation of an agent. */
    RequestMeter meter(AgentKey<?> agent) {
        Prompt known = prompts.get(agent);
        return known == null ? new RequestMeter() : new RequestMeter(known);
    }

    /** Keeps what a meter has read at the beginning of its newest request. */
    void keep(AgentKey<?> agent, RequestMeter meter) {
        @Nullable Prompt newest = meter.prompt();
        if (newest != null && prompts.get(agent) != newest) {
            if (prompts.size() >= MOST) {
                prompts.clear();
            }
            prompts.put(agent, newest);
        }
    }
}
