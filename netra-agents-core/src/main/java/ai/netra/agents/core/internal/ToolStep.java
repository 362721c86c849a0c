package ai.netra.agents.core.internal;

import ai.netra.agents.AgentClock;
import ai.netra.agents.Attributes;
import ai.netra.agents.Cancellation;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Question;
import ai.netra.agents.QuestionExpiredException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.event.EventSource;
import ai.netra.agents.spi.Task;
import ai.netra.agents.tool.ToolApproval;
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
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call of a tool: counted, limited in time, told to listeners, and recorded. It begins and is prepared on the agent's thread; it may be made on another
 * one.
 */
final class ToolStep {
    private static final int LONGEST_SHOWN = 10_000;

    private final ActivationContext context;
    private final String tool;
    private final Object arguments;
    private final Dispatch dispatch;
    private final StepId step;
    private final String hash;
    private final ToolEffect effect;
    private final @Nullable ToolSpec spec;
    private final @Nullable RecordedStep before;
    private @Nullable ToolResult refused;

    private ToolStep(ActivationContext context, String tool, Object arguments, Dispatch dispatch)
            throws InterruptedException {
        this.context = context;
        this.tool = tool;
        this.arguments = arguments;
        this.dispatch = dispatch;
        this.step = context.nextStep();
        this.hash = hash();
        this.spec = dispatcher().spec(context.agent().name(), tool).orElse(null);
        this.effect = spec == null ? ToolEffect.READ : spec.effect();
        this.before = context.before(step, JournalEntry.StepKind.TOOL, tool, hash);
    }

    /** With a record, or a map, that has the form of its arguments. */
    static ToolStep of(ActivationContext context, String tool, Object arguments) throws InterruptedException {
        return new ToolStep(
                context,
                tool,
                arguments,
                (on, task, limit) ->
                        dispatcher(context).dispatch(context.agent().name(), tool, arguments, on, task, limit));
    }

    /** With arguments as a model wrote them. */
    static ToolStep ofJson(ActivationContext context, String tool, String json) throws InterruptedException {
        return new ToolStep(
                context,
                tool,
                json,
                (on, task, limit) ->
                        dispatcher(context).dispatch(context.agent().name(), tool, json, on, task, limit));
    }

    private static ToolDispatcher dispatcher(ActivationContext context) {
        return context.inRun().engine().dispatcher();
    }

    private ToolDispatcher dispatcher() {
        return dispatcher(context);
    }

    /** The tool's name, as it was asked for. */
    String tool() {
        return tool;
    }

    /** Whether it may be made beside others. */
    boolean isConcurrent() {
        return spec != null && spec.concurrent() && !isOver();
    }

    /** Whether it was made when the run was here before. */
    private boolean isOver() {
        return ActivationContext.end(before) != null;
    }

    /**
     * Asks whoever has to be asked about the call.
     *
     * @throws Paused while there is no answer
     */
    void prepare() {
        if (isOver()) {
            return;
        }
        refused = effect == ToolEffect.ONCE && context.isInDoubt(step, before, "tool " + tool)
                ? ToolResult.failure(new ToolError(
                        ToolErrorKind.RESULT_LOST, "tool '" + tool + "' took place, and what it returned is lost", ""))
                : denied();
    }

    /** Makes the call, on the agent's thread. */
    ToolResult inOrder() throws InterruptedException {
        spend();
        try {
            return make(context.task());
        } catch (InterruptedException interrupted) {
            context.noteInterrupt(interrupted);
            throw interrupted;
        }
    }

    /** Counts the call, before it is made. */
    void spend() {
        boolean counted = isOver() || refused != null || (before != null && before.intended() != null);
        if (!counted && context.isExpired(before)) {
            refused = denied("was allowed, but not made in time");
            return;
        }
        Failure forbidden = counted ? null : context.inRun().budget().toolCall();
        if (forbidden != null) {
            refused = ToolResult.failure(new ToolError(ToolErrorKind.LIMIT_EXCEEDED, forbidden.message(), ""));
        }
    }

    /** Gives what the call gave before, or makes it on the thread of this task. */
    ToolResult make(Task task) throws InterruptedException {
        JournalEntry.Stepped end = ActivationContext.end(before);
        if (end != null) {
            if (effect.isLasting()) {
                context.act();
            }
            return (ToolResult) end.result()
                    .orElseThrow(() -> new LlmFailures.RecordedFailureException(
                            end.failure().orElseThrow()));
        }
        if (refused != null) {
            if (before != null && before.intended() != null) {
                context.act();
            }
            record(Optional.of(refused), Optional.empty());
            return refused;
        }
        return called(task);
    }

    private ToolResult called(Task task) throws InterruptedException {
        Instant started = context.inRun().engine().now();
        tell(at -> new AgentEvent.ToolCallStarted(at, tool));
        String status = "failed";
        try {
            Duration limit = context.atMost(context.inRun().budget().limits().toolCallTime());
            ToolResult result = dispatch.call(this::begin, task, limit);
            status = result.error().map(error -> error.kind().label()).orElse("ok");
            record(Optional.of(result), Optional.empty());
            return result;
        } catch (InterruptedException | RuntimeException | Error thrown) { // a dispatched call throws nothing else
            status = thrown instanceof InterruptedException ? "interrupted" : status;
            record(Optional.empty(), Optional.of(Failure.of(FailureKind.TOOL_ERROR, thrown)));
            throw thrown;
        } finally {
            Instant ended = context.inRun().engine().now();
            String how = status;
            tell(at -> new AgentEvent.ToolCallEnded(at, tool, how, Duration.between(started, ended)));
        }
    }

    /** Why a call may not be made, as people say, who are asked where the tool wants it; null where it may be. */
    private @Nullable ToolResult denied() {
        String agent = context.agent().name();
        ToolApproval approval = spec == null ? null : spec.approval().orElse(null);
        boolean begun = before != null && before.intended() != null; // and so it was allowed
        if (approval == null || begun || !dispatcher().fits(agent, tool, arguments)) {
            return null;
        }
        Attributes details = Attributes.of("tool", tool)
                .with("arguments", shown())
                .with("arguments_sha256", hash)
                .with("user", context.user().value());
        Question<Boolean> question = new Question<>(
                "Allow agent " + agent + " to call tool " + tool + " with arguments " + hash + "?",
                Boolean.class,
                details,
                Optional.of(approval.validFor()),
                approval.by());
        try {
            return context.answer(step, question) ? null : denied("was not allowed");
        } catch (QuestionExpiredException expired) {
            return denied("was not allowed in time");
        }
    }

    private ToolResult denied(String how) {
        return ToolResult.failure(new ToolError(ToolErrorKind.DENIED, "the call of tool '" + tool + "' " + how, ""));
    }

    /** Arguments for people to see, in canonical form. */
    private String shown() {
        String json = arguments instanceof String text
                ? text
                : context.inRun().engine().codec().canonical(arguments);
        return json.length() <= LONGEST_SHOWN ? json : json.substring(0, LONGEST_SHOWN) + "…";
    }

    /** The tool is about to be called, and has so long. */
    private ToolContext begin(Duration allowed) throws InterruptedException {
        if (effect.isLasting()) {
            context.act();
            context.intend(
                    new JournalEntry.Intended(step, JournalEntry.StepKind.TOOL, tool, hash, 0, 0, Instant.EPOCH));
        }
        return new Call(
                context, context.inRun().engine().nanoTime() + Engine.nanos(allowed), context.key(step, tool, hash));
    }

    /** Of arguments that have no JSON form, which the dispatcher refuses, there is no hash. */
    private String hash() {
        try {
            return context.inRun().hash(arguments);
        } catch (JsonException noForm) {
            return "";
        }
    }

    private void tell(Function<EventSource, AgentEvent> event) {
        context.inRun().journal().live(context.agent().name(), context.path(), event);
    }

    private void record(Optional<Object> result, Optional<Failure> failure) {
        context.inRun()
                .journal()
                .appendStep(at ->
                        new JournalEntry.Stepped(step, JournalEntry.StepKind.TOOL, tool, hash, result, failure, at));
    }

    /** The dispatcher's part of a call. */
    private interface Dispatch {
        ToolResult call(ToolDispatcher.Beginning on, Task task, Duration limit) throws InterruptedException;
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
