package ai.netra.agents.core.json;

import ai.netra.agents.Failure;
import ai.netra.agents.state.AgentStateManager;
import ai.netra.agents.state.StateChange;
import ai.netra.agents.tools.json.JsonCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The states of a run's agents as a JSON object: {@code state} by agent name, and {@code history}, a list of {@code {timestamp, agent, action, data}}.
 */
public final class StateJson {
    private StateJson() {}

    /** The states as JSON text. */
    public static String of(AgentStateManager states, JsonCodec codec) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("state", states.all());
        tree.put("history", states.history().stream().map(StateJson::change).toList());
        return codec.encode(tree);
    }

    private static Map<String, Object> change(StateChange change) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("timestamp", change.timestamp().toString());
        tree.put("agent", change.agent());
        tree.put("action", change.action().label());
        tree.put("data", change.data() instanceof Failure failure ? ResultJson.failure(failure) : change.data());
        return tree;
    }
}
