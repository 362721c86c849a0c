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
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.json.JsonException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of a tool by an activation, which is a step of its own. Made, and asked for what it gave, on the activation's thread; the call itself may be on
 * another.
 */
final class ToolStep {
    private static final Logger LOG = LoggerFactory.getLogger(ToolStep.class);

    private final ActivationContext context;
    private final String tool;
    private final Object arguments;
    private final StepId step;
    private final String hash;
    private final ToolEffect effect;
    private final @Nullable RecordedStep before;
    private final ToolGate gate;
    private @Nullable ToolResult result;
    private @Nullable Throwable thrown;

    /**
     * The activation's next step.
     *
     * @throws InterruptedException if the activation is over
     */
    ToolStep(ActivationContext context, String tool, Object arguments) throws InterruptedException {
        this.context = context;
        this.tool = tool;
        this.arguments = arguments;
        this.step = context.nextStep();
        this.hash = hash(arguments);
        this.effect = dispatcher().effect(context.agent().name(), tool);
        this.before = context.before(step, JournalEntry.StepKind.TOOL, tool, hash);
        this.gate = new ToolGate(context, step, tool, arguments, hash);
    }

    /** What it is called, as a thread. */
    String name() {
        return step + "/" + tool;
    }

    /** Whether it may be made beside others. */
    boolean isConcurrent() {
        return dispatcher().concurrent(context.agent().name(), tool);
    }

    private boolean isBegun() {
        return before != null && before.intended() != null;
    }

    /**
     * Finds what it gave before, or whether it may be made.
     *
     * @return whether it is to be made now
     */
    boolean prepare() {
        JournalEntry.Stepped end = ActivationContext.end(before);
        if (end != null) {
            if (effect.isLasting()) {
                context.act();
            }
            result = (ToolResult) end.result()
                    .orElseThrow(() -> new LlmFailures.RecordedFailureException(
                            end.failure().orElseThrow()));
            return false;
        }
        if (effect == ToolEffect.ONCE && context.isInDoubt(step, before, "tool " + tool)) {
            context.act();
            give(ToolResult.failure(new ToolError(
                    ToolErrorKind.RESULT_LOST, "tool '" + tool + "' took place, and what it returned is lost", "")));
            return false;
        }
        ToolResult refusal = gate.refusal(before);
        if (refusal != null) {
            give(refusal);
            return false;
        }
        Failure forbidden = isBegun() ? null : context.inRun().budget().toolCall();
        if (forbidden != null) {
            give(gate.ended(ToolResult.failure(new ToolError(ToolErrorKind.LIMIT_EXCEEDED, forbidden.message(), ""))));
            return false;
        }
        return true;
    }

    private void give(ToolResult given) {
        result = given;
        record(Optional.of(given), Optional.empty());
    }

    /** Makes it on this thread, which is that of the task. Whatever becomes of it, {@link #result} says. */
    void work(Task task) {
        Instant started = context.inRun().engine().now();
        tell(at -> new AgentEvent.ToolCallStarted(at, tool));
        String status = "failed";
        try {
            Duration limit = context.atMost(context.inRun().budget().limits().toolCallTime());
            ToolResult given =
                    dispatcher().dispatchAllowed(context.agent().name(), tool, arguments, this::begin, task, limit);
            given.cause()
                    .ifPresent(cause -> LOG.warn(
                            "Tool {} failed for {}",
                            tool,
                            context.path(),
                            context.inRun().engine().listeners().redaction().exception(cause)));
            given = gate.ended(given);
            status = given.error().map(error -> error.kind().label()).orElse("ok");
            give(given);
        } catch (InterruptedException | RuntimeException | Error failed) { // a dispatched call throws nothing else
            status = failed instanceof InterruptedException ? "interrupted" : status;
            if (task.equals(context.task())) {
                context.noteInterrupt(failed);
            }
            gate.broke(failed);
            thrown = failed;
            record(Optional.empty(), Optional.of(Failure.of(FailureKind.TOOL_ERROR, failed)));
        } finally {
            Instant ended = context.inRun().engine().now();
            String how = status;
            tell(at -> new AgentEvent.ToolCallEnded(at, tool, how, Duration.between(started, ended)));
        }
    }

    /** What it gave. */
    ToolResult result() throws InterruptedException {
        switch (thrown) {
            case null -> {
                return Objects.requireNonNull(result);
            }
            case InterruptedException interrupted -> throw interrupted;
            case Error error -> throw error;
            case Throwable exception -> throw (RuntimeException) exception;
        }
    }

    private ToolDispatcher dispatcher() {
        return context.inRun().engine().dispatcher();
    }

    /** The tool is about to be called, and has so long. */
    private ToolContext begin(Duration allowed) throws InterruptedException {
        if (effect.isLasting()) {
            context.act();
            context.intend(
                    new JournalEntry.Intended(step, JournalEntry.StepKind.TOOL, tool, hash, 0, 0, Instant.EPOCH));
        }
        return new Call(this, context.inRun().engine().nanoTime() + Engine.nanos(allowed));
    }

    /** Of arguments that have no JSON form, which the dispatcher refuses, there is no hash. */
    private String hash(Object given) {
        try {
            return context.inRun().hash(given);
        } catch (JsonException noForm) {
            return "";
        }
    }

    private void tell(Function<EventSource, AgentEvent> event) {
        context.inRun().journal().live(context.agent().name(), context.path(), event);
    }

    private void record(Optional<Object> given, Optional<Failure> failure) {
        Run<?> run = context.inRun();
        run.taint(tool, given);
        run.journal()
                .appendStep(at ->
                        new JournalEntry.Stepped(step, JournalEntry.StepKind.TOOL, tool, hash, given, failure, at));
    }

    /** On whose behalf and until when one call works. */
    private record Call(ToolStep step, long until) implements ToolContext {
        private ActivationContext of() {
            return step.context;
        }

        @Override
        public String agent() {
            return of().agent().name();
        }

        @Override
        public UserId user() {
            return of().user();
        }

        @Override
        public ThreadId thread() {
            return of().thread();
        }

        @Override
        public RunId run() {
            return of().run();
        }

        @Override
        public String idempotencyKey() {
            return of().key(step.step, step.tool, step.hash);
        }

        @Override
        public AgentClock clock() {
            return of().clock();
        }

        @Override
        public Cancellation cancellation() {
            Cancellation activation = of().cancellation();
            return () -> activation.isCancelled() || left() <= 0;
        }

        @Override
        public Instant deadline() {
            return of().inRun().engine().now().plusNanos(left());
        }

        private long left() {
            return until - of().inRun().engine().nanoTime();
        }
    }
}
