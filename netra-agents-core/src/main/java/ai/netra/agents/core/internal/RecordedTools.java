package ai.netra.agents.core.internal;

import ai.netra.agents.AgentClock;
import ai.netra.agents.Cancellation;
import ai.netra.agents.Failure;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.tool.AgentTools;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The tools as an activation sees them: the granted ones, each call counted, limited in time, told to listeners, and recorded. */
final class RecordedTools implements AgentTools {
    private final ActivationContext context;

    RecordedTools(ActivationContext context) {
        this.context = context;
    }

    @Override
    public List<ToolSpec> specs() {
        return context.inRun().engine().dispatcher().granted(context.agent().name());
    }

    @Override
    public ToolResult call(String tool, Object arguments) throws InterruptedException {
        return callJson(tool, context.inRun().engine().codec().encode(arguments));
    }

    @Override
    public ToolResult callJson(String tool, String argumentsJson) throws InterruptedException {
        Run<?> run = context.inRun();
        StepId step = context.nextStep();
        Optional<Failure> forbidden = run.budget().toolCall();
        ToolResult result;
        if (forbidden.isPresent()) {
            result = ToolResult.failure(
                    new ToolError(ToolErrorKind.LIMIT_EXCEEDED, forbidden.get().message(), ""));
        } else {
            result = dispatch(tool, argumentsJson);
        }
        run.journal()
                .append(new JournalEntry.Stepped(
                        step,
                        JournalEntry.StepKind.TOOL,
                        tool,
                        run.hash(argumentsJson),
                        Optional.of(result),
                        Optional.empty(),
                        run.engine().now()));
        return result;
    }

    private ToolResult dispatch(String tool, String argumentsJson) throws InterruptedException {
        Run<?> run = context.inRun();
        Instant started = run.engine().now();
        String agent = context.agent().name();
        run.journal().live(agent, context.path(), started, at -> new AgentEvent.ToolCallStarted(at, tool));
        Duration limit = context.atMost(run.budget().limits().toolCallTime());
        ToolResult result = run.engine()
                .dispatcher()
                .dispatch(agent, tool, argumentsJson, new Call(context, started.plus(limit)), context.task(), limit);
        Instant ended = run.engine().now();
        String status = result.error().map(error -> error.kind().label()).orElse("ok");
        run.journal()
                .live(
                        agent,
                        context.path(),
                        ended,
                        at -> new AgentEvent.ToolCallEnded(at, tool, status, Duration.between(started, ended)));
        return result;
    }

    /** On whose behalf and until when one call works. */
    private record Call(ActivationContext of, Instant deadline) implements ToolContext {
        @Override
        public String agent() {
            return of.agent().name();
        }

        @Override
        public UserId user() {
            return of.user();
        }

        @Override
        public ThreadId thread() {
            return of.thread();
        }

        @Override
        public RunId run() {
            return of.run();
        }

        @Override
        public AgentClock clock() {
            return of.clock();
        }

        @Override
        public Cancellation cancellation() {
            return of.cancellation();
        }
    }
}
