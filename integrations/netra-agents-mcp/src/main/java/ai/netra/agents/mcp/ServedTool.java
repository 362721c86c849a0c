package ai.netra.agents.mcp;

import ai.netra.agents.AgentClock;
import ai.netra.agents.Cancellation;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.json.JsonCodec;
import io.modelcontextprotocol.spec.McpSchema;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** A tool that is granted to whoever serves it. */
final class ServedTool implements ServedEntry {
    private final ToolDispatcher dispatcher;
    private final String grantee;
    private final ToolSpec spec;
    private final McpSchema.Tool definition;
    private final ResultWriter results;

    ServedTool(ToolDispatcher dispatcher, String grantee, ToolSpec spec, JsonCodec codec) {
        if (!dispatcher.guard().isIdle(spec)) {
            throw new InvalidDefinitionException("tool '" + spec.name()
                    + "' is guarded, by an approval, a label, a policy or an audit log, and only calls in a run are;"
                    + " serve an agent that calls it, or grant " + grantee + " another tool of another dispatcher");
        }
        this.dispatcher = dispatcher;
        this.grantee = grantee;
        this.spec = spec;
        this.results = new ResultWriter(codec);
        this.definition = McpSchema.Tool.builder(
                        spec.name(), schema(codec, spec.arguments().text()))
                .description(spec.description())
                .annotations(hints(spec.effect()))
                .build();
    }

    @SuppressWarnings("unchecked") // an object's members have names
    static Map<String, Object> schema(JsonCodec codec, String text) {
        return codec.decode(text, Map.class);
    }

    private static McpSchema.ToolAnnotations hints(ToolEffect effect) {
        return McpSchema.ToolAnnotations.builder()
                .readOnlyHint(effect == ToolEffect.READ)
                .idempotentHint(effect == ToolEffect.READ || effect == ToolEffect.IDEMPOTENT)
                .build();
    }

    @Override
    public McpSchema.Tool definition() {
        return definition;
    }

    @Override
    public McpSchema.CallToolResult call(ServedCall call) throws InterruptedException {
        String id = "mcp-" + call.scheduler().newId();
        ToolResult result = dispatcher.dispatch(
                grantee,
                spec.name(),
                call.argumentsJson(),
                allowed -> {
                    AgentClock clock = call.scheduler().clock();
                    return new ClientContext(
                            grantee,
                            call.user(),
                            ThreadId.of("mcp-" + call.session()),
                            RunId.of(id),
                            clock,
                            clock.instant().plus(allowed),
                            call.task()::interruptPending,
                            id);
                },
                call.task(),
                call.limit());
        return result.error()
                .map(results::failure)
                .orElseGet(() ->
                        results.value(Objects.requireNonNull(result.value().orElse(null))));
    }

    /**
     * On whose behalf a client's call works: the user's that the host has found it to be.
     *
     * @param agent to whom the tool is granted
     * @param user the user
     * @param thread the client's session
     * @param run the call, as a run of its own
     * @param clock the time
     * @param deadline when the call is interrupted
     * @param cancellation whether it is
     * @param idempotencyKey another for each call, since a client's second call is another
     */
    private record ClientContext(
            String agent,
            UserId user,
            ThreadId thread,
            RunId run,
            AgentClock clock,
            Instant deadline,
            Cancellation cancellation,
            String idempotencyKey)
            implements ToolContext {}
}
