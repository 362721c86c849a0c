package ai.netra.agents.core.internal;

import ai.netra.agents.AgentClock;
import ai.netra.agents.Cancellation;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.EventSource;
import ai.netra.agents.spi.Task;
import ai.netra.agents.tool.AgentTools;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.json.JsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
        return call(
                tool,
                arguments,
                (agent, on, task, limit) -> dispatcher().dispatch(agent, tool, arguments, on, task, limit));
    }

    @Override
    public ToolResult callJson(String tool, String argumentsJson) throws InterruptedException {
        return call(
                tool,
                argumentsJson,
                (agent, on, task, limit) -> dispatcher().dispatch(agent, tool, argumentsJson, on, task, limit));
    }

    private ToolDispatcher dispatcher() {
        return context.inRun().engine().dispatcher();
    }

    private ToolResult call(String tool, Object arguments, Dispatch dispatch) throws InterruptedException {
        StepId step = context.nextStep();
        String hash = hash(arguments);
        ToolEffect effect = dispatcher().effect(context.agent().name(), tool);
        RecordedStep before = context.before(step, JournalEntry.StepKind.TOOL, tool, hash);
        JournalEntry.Stepped end = ActivationContext.end(before);
        if (end != null) {
            if (effect.isLasting()) {
                context.act();
            }
            return (ToolResult) end.result()
                    .orElseThrow(() -> new LlmFailures.RecordedFailureException(
                            end.failure().orElseThrow()));
        }
        if (effect == ToolEffect.ONCE && context.isInDoubt(step, before, "tool " + tool)) {
            context.act();
            ToolResult lost = ToolResult.failure(new ToolError(
                    ToolErrorKind.RESULT_LOST, "tool '" + tool + "' took place, and what it returned is lost", ""));
            record(step, tool, hash, Optional.of(lost), Optional.empty());
            return lost;
        }
        ToolGate gate = new ToolGate(context, step, tool, arguments, hash);
        ToolResult refusal = gate.refusal(before);
        if (refusal != null) {
            record(step, tool, hash, Optional.of(refusal), Optional.empty());
            return refusal;
        }
        Failure forbidden = before != null && before.intended() != null
                ? null
                : context.inRun().budget().toolCall();
        if (forbidden != null) {
            ToolError error = new ToolError(ToolErrorKind.LIMIT_EXCEEDED, forbidden.message(), "");
            ToolResult result = gate.ended(ToolResult.failure(error));
            record(step, tool, hash, Optional.of(result), Optional.empty());
            return result;
        }
        Instant started = context.inRun().engine().now();
        tell(at -> new AgentEvent.ToolCallStarted(at, tool));
        String status = "failed";
        try {
            Duration limit = context.atMost(context.inRun().budget().limits().toolCallTime());
            ToolResult result = gate.ended(dispatch.call(
                    context.agent().name(),
                    allowed -> begin(step, tool, hash, effect, allowed),
                    context.task(),
                    limit));
            status = result.error().map(error -> error.kind().label()).orElse("ok");
            record(step, tool, hash, Optional.of(result), Optional.empty());
            return result;
        } catch (InterruptedException | RuntimeException | Error thrown) { // a dispatched call throws nothing else
            status = thrown instanceof InterruptedException ? "interrupted" : status;
            context.noteInterrupt(thrown);
            gate.broke(thrown);
            record(step, tool, hash, Optional.empty(), Optional.of(Failure.of(FailureKind.TOOL_ERROR, thrown)));
            throw thrown;
        } finally {
            Instant ended = context.inRun().engine().now();
            String how = status;
            tell(at -> new AgentEvent.ToolCallEnded(at, tool, how, Duration.between(started, ended)));
        }
    }

    /** The tool is about to be called, and has so long. */
    private ToolContext begin(StepId step, String tool, String hash, ToolEffect effect, Duration allowed)
            throws InterruptedException {
        if (effect.isLasting()) {
            context.act();
            context.intend(
                    new JournalEntry.Intended(step, JournalEntry.StepKind.TOOL, tool, hash, 0, 0, Instant.EPOCH));
        }
        return new Call(
                context, context.inRun().engine().nanoTime() + Engine.nanos(allowed), context.key(step, tool, hash));
    }

    /** Of arguments that have no JSON form, which the dispatcher refuses, there is no hash. */
    private String hash(Object arguments) {
        try {
            return context.inRun().hash(arguments);
        } catch (JsonException noForm) {
            return "";
        }
    }

    private void tell(Function<EventSource, AgentEvent> event) {
        context.inRun().journal().live(context.agent().name(), context.path(), event);
    }

    private void record(StepId step, String tool, String hash, Optional<Object> result, Optional<Failure> failure) {
        Run<?> run = context.inRun();
        run.taint(tool, result);
        run.journal()
                .appendStep(at ->
                        new JournalEntry.Stepped(step, JournalEntry.StepKind.TOOL, tool, hash, result, failure, at));
    }

    /** The dispatcher's part of a call. */
    private interface Dispatch {
        ToolResult call(String agent, ToolDispatcher.Beginning on, Task task, Duration limit)
                throws InterruptedException;
    }

    /** On whose behalf and until when one call works. */
    private record Call(ActivationContext of, long until, String idempotencyKey) implements ToolContext {
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
            Cancellation activation = of.cancellation();
            return () -> activation.isCancelled() || left() <= 0;
        }

        @Override
        public Instant deadline() {
            return of.inRun().engine().now().plusNanos(left());
        }

        private long left() {
            return until - of.inRun().engine().nanoTime();
        }
    }
}
