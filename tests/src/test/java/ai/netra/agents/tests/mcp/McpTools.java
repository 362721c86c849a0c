package ai.netra.agents.tests.mcp;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.ToolRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Calls tools as agents do: in a run, of what is granted. */
final class McpTools {
    private static final AgentKey<String> CALLER = AgentKey.of("caller", String.class);

    private McpTools() {}

    static ToolResult call(List<? extends Tool> tools, String tool, Object arguments) {
        AtomicReference<ToolResult> result = new AtomicReference<>();
        Agent<String> caller = caller(tool, arguments, result);
        try (LocalAgentRuntime runtime = runtime(tools, tool, caller)) {
            runtime.run(caller, RunRequest.of("call it")).orThrow();
        }
        return result.get();
    }

    /** Starts a run that calls a tool; the body may cancel it. */
    static void calling(List<? extends Tool> tools, String tool, Object arguments, RunBody body) throws Exception {
        Agent<String> caller = caller(tool, arguments, new AtomicReference<>());
        try (LocalAgentRuntime runtime = runtime(tools, tool, caller)) {
            body.use(runtime.start(caller, RunRequest.of("call it")));
        }
    }

    /** What is done with a run. */
    interface RunBody {
        void use(RunHandle<?> run) throws Exception;
    }

    private static Agent<String> caller(String tool, Object arguments, AtomicReference<ToolResult> result) {
        return Agent.of(CALLER, (input, context) -> {
            result.set(context.tools().call(tool, arguments));
            return "called";
        });
    }

    private static LocalAgentRuntime runtime(List<? extends Tool> tools, String tool, Agent<?> caller) {
        ToolRegistry.Builder registry = ToolRegistry.builder();
        tools.forEach(registry::register);
        return LocalAgentRuntime.builder()
                .tools(registry.build())
                .grant(CALLER, tool)
                .register(caller)
                .build();
    }
}
