package ai.netra.agents.suite;

import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentClock;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Attributes;
import ai.netra.agents.Cancellation;
import ai.netra.agents.Failure;
import ai.netra.agents.Question;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.tool.AgentTools;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.ToolRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** A context for one agent by hand: scripted tools, a clock that moves when told, and a record of what was called. */
public final class StubContext implements AgentContext {
    /** The calls made, in order: tool and arguments. */
    public final List<Map.Entry<String, Object>> calls = new ArrayList<>();

    /** Why the activation was degraded, in order. */
    public final List<Failure> degradations = new ArrayList<>();

    private final Map<String, Function<Object, ToolResult>> tools = new LinkedHashMap<>();
    private Instant now = Instant.parse("2026-03-02T12:00:00Z");

    /** Grants a tool. */
    public StubContext tool(String name, Function<Object, ToolResult> body) {
        tools.put(name, body);
        return this;
    }

    /** Grants tools as they are, without a dispatcher. */
    public StubContext tools(ToolRegistry registry) {
        registry.names().forEach(name -> tool(name, arguments -> execute(registry, name, arguments)));
        return this;
    }

    /** Runs a tool on arguments that are of its own record already. */
    public static ToolResult execute(ToolRegistry registry, String name, Object arguments) {
        ToolArguments given = new ToolArguments() {
            @Override
            public <T> T as(Class<T> type) {
                return type.cast(arguments);
            }

            @Override
            public String text() {
                throw new UnsupportedOperationException(name);
            }
        };
        try {
            return registry.tool(name).orElseThrow().execute(given, new StubToolContext());
        } catch (Exception e) {
            return ToolResult.failure(String.valueOf(e.getMessage()));
        }
    }

    /** Moves the clock. */
    public void advance(Duration by) {
        now = now.plus(by);
    }

    /** How often a tool was called. */
    public long calls(String tool) {
        return calls.stream().filter(call -> call.getKey().equals(tool)).count();
    }

    @Override
    public AgentTools tools() {
        return new AgentTools() {
            @Override
            public List<ToolSpec> specs() {
                return tools.keySet().stream()
                        .map(name -> ToolSpec.of(name, "stub", JsonSchema.of("{}")))
                        .toList();
            }

            @Override
            public ToolResult call(String tool, Object arguments) {
                calls.add(Map.entry(tool, arguments));
                return tools.get(tool).apply(arguments);
            }

            @Override
            public ToolResult callJson(String tool, String argumentsJson) {
                throw new UnsupportedOperationException(tool);
            }
        };
    }

    @Override
    public AgentClock clock() {
        return new AgentClock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public void sleep(Duration duration) {
                advance(duration);
            }
        };
    }

    @Override
    public void degrade(Failure cause) {
        degradations.add(cause);
    }

    @Override
    public void emit(String thought, Attributes details) {}

    @Override
    public AgentKey<?> agent() {
        return AgentKey.of("stub", String.class);
    }

    @Override
    public ActivationId activation() {
        return ActivationId.of(agent());
    }

    @Override
    public RunId run() {
        return RunId.of("run");
    }

    @Override
    public UserId user() {
        return UserId.LOCAL;
    }

    @Override
    public ThreadId thread() {
        return ThreadId.of("thread");
    }

    @Override
    public LlmClient llm() {
        throw new UnsupportedOperationException("there is no model on the rules path");
    }

    @Override
    public <O> O call(Agent<O> other, AgentInput input) {
        throw new UnsupportedOperationException(other.key().name());
    }

    @Override
    public Instant deadline() {
        return Instant.MAX;
    }

    @Override
    public Cancellation cancellation() {
        return () -> false;
    }

    @Override
    public <T> T step(String name, ToolEffect effect, Class<T> type, Callable<T> work) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T await(Question<T> question) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String idempotencyKey() {
        throw new UnsupportedOperationException();
    }
}
