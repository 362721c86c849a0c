package ai.netra.agents.core.json;

import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.EventSource;
import ai.netra.agents.tools.json.JsonCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event as a JSON object: {@code type}, {@code run_id}, {@code thread_id}, {@code user_id}, {@code agent}, {@code path}, {@code position}
 * {@code {epoch, sequence}} and {@code timestamp} at top level, and the rest in {@code payload}.
 */
public final class EventJson {
    private EventJson() {}

    /** The event as JSON text. */
    public static String of(AgentEvent event, JsonCodec codec) {
        EventSource source = event.source();
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", event.type());
        tree.put("run_id", source.run().value());
        tree.put("thread_id", source.thread().value());
        tree.put("user_id", source.user().value());
        tree.put("agent", source.agent());
        tree.put("path", source.path());
        tree.put(
                "position",
                Map.of(
                        "epoch",
                        source.position().epoch(),
                        "sequence",
                        source.position().sequence()));
        tree.put("timestamp", source.timestamp().toString());
        tree.put("payload", payload(event));
        return codec.encode(tree);
    }

    private static Map<String, Object> payload(AgentEvent event) {
        Map<String, Object> payload = new LinkedHashMap<>();
        switch (event) {
            case AgentEvent.RunStarted e -> {}
            case AgentEvent.RunResumed e -> {}
            case AgentEvent.RunSuspended e -> {}
            case AgentEvent.RunCompleted e -> {
                payload.put("status", e.status());
                payload.put("duration", e.duration().toString());
            }
            case AgentEvent.RunFailed e -> {
                payload.put("kind", e.kind());
                payload.put("error", ResultJson.failure(e.failure()));
                payload.put("duration", e.duration().toString());
            }
            case AgentEvent.RunCancelled e -> {
                payload.put("reason", e.reason());
                payload.put("duration", e.duration().toString());
            }
            case AgentEvent.AgentStarted e -> {}
            case AgentEvent.AgentRetrying e -> {
                payload.put("attempt", e.attempt());
                payload.put("error", ResultJson.failure(e.failure()));
                payload.put("delay", e.delay().toString());
            }
            case AgentEvent.ApprovalRequested e -> {
                payload.put("question", e.question());
                payload.put("text", e.text());
                payload.put("details", e.details().asMap());
            }
            case AgentEvent.AgentCompleted e -> {
                payload.put("status", e.status());
                payload.put("duration", e.duration().toString());
            }
            case AgentEvent.AgentFailed e -> {
                payload.put("kind", e.kind());
                payload.put("error", ResultJson.failure(e.failure()));
                payload.put("duration", e.duration().toString());
            }
            case AgentEvent.AgentSkipped e -> payload.put("reason", e.reason());
            case AgentEvent.AgentCancelled e -> {
                payload.put("reason", e.reason());
                payload.put("duration", e.duration().toString());
            }
            case AgentEvent.AgentThought e -> {
                payload.put("text", e.text());
                payload.put("details", e.details().asMap());
            }
            case AgentEvent.AgentStuck e ->
                payload.put("since_interrupt", e.sinceInterrupt().toString());
            case AgentEvent.ToolCallStarted e -> payload.put("tool", e.tool());
            case AgentEvent.ToolCallEnded e -> {
                payload.put("tool", e.tool());
                payload.put("status", e.status());
                payload.put("duration", e.duration().toString());
            }
            case AgentEvent.LlmDeltaReceived e -> payload.put("text", e.text());
        }
        return payload;
    }
}
