package ai.netra.agents.langchain4j;

import ai.netra.agents.AgentClock;
import ai.netra.agents.Cancellation;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.NetraException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.spi.Task;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.ToolRegistry;
import ai.netra.agents.tools.json.JsonCodec;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Tools for programs that LangChain4j runs: its {@code AiServices}, say.
 *
 * <pre>{@code
 * LangChain4jTools tools = LangChain4jTools.of(registry);
 * Map<ToolSpecification, ToolExecutor> executors = new LinkedHashMap<>();
 * for (ToolSpecification tool : tools.specifications()) {
 *     executors.put(tool, (call, memoryId) -> tools.execute(call, user, ThreadId.of(memoryId.toString())).text());
 * }
 * Assistant assistant = AiServices.builder(Assistant.class).chatModel(model).tools(executors).build();
 * }</pre>
 *
 * <p>Who the user is, and which conversation it is, is the host's to say with each call, never the model's. As in a run, arguments are checked against the
 * schema, a call has a time limit (30 s, or less where the tool says so), and what goes wrong is an error that the model can read. There is no run: nothing
 * is journaled or limited in number, and nobody can be asked, so tools that need an approval, or are dangerous, are refused. A tool is told of the agent {@code langchain4j}.
 *
 * <p>Thread-safe.
 */
public final class LangChain4jTools {
    private static final String AGENT = "langchain4j";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ToolDispatcher dispatcher;
    private final Scheduler scheduler;

    private LangChain4jTools(ToolDispatcher dispatcher, Scheduler scheduler) {
        this.dispatcher = dispatcher;
        this.scheduler = scheduler;
    }

    /**
     * The tools of a registry, all of them.
     *
     * @throws InvalidDefinitionException if one needs an approval, is labeled as dangerous, or has a schema that is not an object's
     */
    public static LangChain4jTools of(ToolRegistry registry) {
        return of(registry, SystemScheduler.create());
    }

    /**
     * The tools of a registry, all of them, by another time than the system's.
     *
     * @throws InvalidDefinitionException if one needs an approval, is labeled as dangerous, or has a schema that is not an object's
     */
    public static LangChain4jTools of(ToolRegistry registry, Scheduler scheduler) {
        ToolDispatcher dispatcher = ToolDispatcher.builder(registry)
                .grant(AGENT, registry.names().toArray(String[]::new))
                .build();
        for (ToolSpec spec : registry.specs()) {
            if (!dispatcher.guard().isIdle(spec)) {
                throw new InvalidDefinitionException("tool '" + spec.name()
                        + "' needs an approval, or is labeled as dangerous, and LangChain4j runs it where nobody can be"
                        + " asked; leave it out, or call it in a run");
            }
        }
        return new LangChain4jTools(dispatcher, scheduler);
    }

    /** What a model is told of the tools, in the order of their registration. */
    public List<ToolSpecification> specifications() {
        return dispatcher.granted(AGENT).stream()
                .map(ToolSchemas::specification)
                .toList();
    }

    /**
     * Calls a tool as a model asked for it.
     *
     * @param user whose rights the tool uses
     * @param thread the conversation
     * @return the result, or the error, as JSON
     * @throws NetraException if the thread was interrupted, which it still is then
     */
    public ToolExecutionResultMessage execute(ToolExecutionRequest call, UserId user, ThreadId thread) {
        String tool = String.valueOf(call.name());
        ToolResult result = dispatch(call, tool, user, thread);
        return ToolExecutionResultMessage.builder()
                .id(call.id())
                .toolName(tool)
                .text(dispatcher.toJson(tool, result))
                .isError(!result.success())
                .build();
    }

    private ToolResult dispatch(ToolExecutionRequest call, String tool, UserId user, ThreadId thread) {
        Task task = scheduler.adopt(AGENT);
        try {
            return dispatcher.dispatch(
                    AGENT,
                    tool,
                    Objects.requireNonNullElse(call.arguments(), "{}"),
                    allowed -> new HostedCall(call, user, thread, scheduler, allowed),
                    task,
                    LIMIT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new NetraException("interrupted while tool '" + tool + "' worked", interrupted);
        } finally {
            task.release();
        }
    }

    /** A call of a tool without a run. */
    private static final class HostedCall implements ToolContext {
        private final UserId user;
        private final ThreadId thread;
        private final RunId run;
        private final Scheduler scheduler;
        private final long until;
        private final Instant deadline;
        private final String idempotencyKey;

        private HostedCall(
                ToolExecutionRequest call, UserId user, ThreadId thread, Scheduler scheduler, Duration allowed) {
            this.user = user;
            this.thread = thread;
            this.run = RunId.of(scheduler.newId());
            this.scheduler = scheduler;
            this.until = scheduler.nanoTime() + allowed.toNanos();
            this.deadline = scheduler.clock().instant().plus(allowed);
            String id = call.id() == null ? run.value() : call.id();
            this.idempotencyKey = JsonCodec.standard()
                    .sha256(List.of(
                            user.value(),
                            thread.value(),
                            id,
                            call.name(),
                            Objects.requireNonNullElse(call.arguments(), "{}")));
        }

        @Override
        public String agent() {
            return AGENT;
        }

        @Override
        public UserId user() {
            return user;
        }

        @Override
        public ThreadId thread() {
            return thread;
        }

        @Override
        public RunId run() {
            return run;
        }

        @Override
        public AgentClock clock() {
            return scheduler.clock();
        }

        @Override
        public Instant deadline() {
            return deadline;
        }

        @Override
        public Cancellation cancellation() {
            return () -> Thread.currentThread().isInterrupted() || scheduler.nanoTime() - until >= 0;
        }

        @Override
        public String idempotencyKey() {
            return idempotencyKey;
        }
    }
}
