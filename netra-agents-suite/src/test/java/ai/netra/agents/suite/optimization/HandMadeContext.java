package ai.netra.agents.suite.optimization;

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
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What agents are run with here: tools whose arguments and results really go through JSON, and nothing else. */
public final class HandMadeContext implements AgentContext, AgentTools {
    private static final JsonCodec CODEC = JsonCodec.standard();

    private final List<Tool> tools;
    private final List<Failure> degraded = new ArrayList<>();
    private final List<String> calls = new ArrayList<>();

    public HandMadeContext(Tool... tools) {
        this.tools = List.of(tools);
    }

    public List<Failure> degraded() {
        return degraded;
    }

    public List<String> calls() {
        return calls;
    }

    /** On whose behalf tools work here. */
    private static final class Caller implements ToolContext {
        @Override
        public String idempotencyKey() {
            return "k";
        }

        @Override
        public String agent() {
            return "optimization";
        }

        @Override
        public UserId user() {
            return UserId.LOCAL;
        }

        @Override
        public ThreadId thread() {
            throw new UnsupportedOperationException("not needed here");
        }

        @Override
        public RunId run() {
            throw new UnsupportedOperationException("not needed here");
        }

        @Override
        public AgentClock clock() {
            throw new UnsupportedOperationException("no time is told here");
        }

        @Override
        public Instant deadline() {
            throw new UnsupportedOperationException("not needed here");
        }

        @Override
        public Cancellation cancellation() {
            return () -> false;
        }
    }

    private record Arguments(String text) implements ToolArguments {
        @Override
        public <T> T as(Class<T> type) {
            return CODEC.decode(text, type);
        }
    }

    @Override
    public List<ToolSpec> specs() {
        return tools.stream().map(Tool::spec).toList();
    }

    @Override
    public ToolResult call(String name, Object arguments) throws InterruptedException {
        return callJson(name, CODEC.encode(arguments));
    }

    @Override
    public ToolResult callJson(String name, String json) throws InterruptedException {
        calls.add(name);
        Optional<Tool> tool =
                tools.stream().filter(t -> t.spec().name().equals(name)).findFirst();
        if (tool.isEmpty()) {
            return ToolResult.failure(
                    new ToolError(ToolErrorKind.UNKNOWN_TOOL, "tool '" + name + "' is not granted", "a granted tool"));
        }
        Optional<String> problem = tool.get().validate(new Arguments(json));
        if (problem.isPresent()) {
            return ToolResult.failure(new ToolError(ToolErrorKind.INVALID_ARGUMENTS, problem.get(), ""));
        }
        try {
            ToolResult result = tool.get().execute(new Arguments(json), new Caller());
            return result.success() ? ToolResult.of(throughJson(result.value().orElseThrow())) : result;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            return ToolResult.failure(String.valueOf(e.getMessage()));
        }
    }

    static Object throughJson(Object value) {
        return CODEC.decode(CODEC.encode(value), value.getClass());
    }

    @Override
    public AgentTools tools() {
        return this;
    }

    @Override
    public void emit(String thought, Attributes details) {}

    @Override
    public void degrade(Failure cause) {
        degraded.add(cause);
    }

    @Override
    public UserId user() {
        return UserId.LOCAL;
    }

    @Override
    public AgentKey<?> agent() {
        throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public ActivationId activation() {
        throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public RunId run() {
        throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public ThreadId thread() {
        throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public LlmClient llm() {
        throw new UnsupportedOperationException("the rules path makes no LLM call");
    }

    @Override
    public <O> O call(Agent<O> other, AgentInput input) {
        throw new UnsupportedOperationException("not needed here");
    }

    @Override
    public AgentClock clock() {
        throw new UnsupportedOperationException("no time is told here");
    }

    @Override
    public Instant deadline() {
        throw new UnsupportedOperationException("not needed here");
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
