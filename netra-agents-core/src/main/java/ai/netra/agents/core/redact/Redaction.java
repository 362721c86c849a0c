package ai.netra.agents.core.redact;

import ai.netra.agents.Attributes;
import ai.netra.agents.Failure;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.spi.Redactor;
import ai.netra.agents.tools.json.JsonCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a redactor makes of events, exports and exceptions. Names and ids stay, as do numbers: an id that the host makes is not the place for a secret.
 * Thread-safe.
 */
public final class Redaction {
    /** Takes out nothing. */
    public static final Redaction NONE = new Redaction(text -> text);

    private static final String FAILED = "[not redacted]";

    private final Redactor redactor;

    private Redaction(Redactor redactor) {
        this.redactor = redactor;
    }

    /** What this redactor makes of things. */
    public static Redaction of(Redactor redactor) {
        return new Redaction(redactor);
    }

    /** Whether it takes out nothing. */
    @SuppressWarnings("ReferenceEquality") // it is the one, or another one
    public boolean isNone() {
        return this == NONE;
    }

    /** A text; none of it where the redactor fails. */
    public String text(String text) {
        try {
            return redactor.redact(text);
        } catch (RuntimeException
                | StackOverflowError failed) { // as of a regular expression on a long text: none of it goes out
            return FAILED;
        }
    }

    /** An export, such as a run's result as JSON: all texts in it, but no names of fields. */
    public String json(String json) {
        return isNone() ? json : JsonCodec.standard().replaceTexts(json, this::text);
    }

    /** An exception as a log may have it: its type, its stack, its causes, and redacted messages. */
    public Throwable exception(Throwable thrown) {
        return isNone() ? thrown : RedactedException.of(thrown, this);
    }

    /** An event. */
    public AgentEvent event(AgentEvent event) {
        if (isNone()) {
            return event;
        }
        return switch (event) {
            case AgentEvent.RunStarted e -> e;
            case AgentEvent.RunResumed e -> e;
            case AgentEvent.RunSuspended e -> e;
            case AgentEvent.RunCompleted e -> e;
            case AgentEvent.RunFailed e ->
                new AgentEvent.RunFailed(e.source(), e.kind(), failure(e.failure()), e.duration());
            case AgentEvent.RunCancelled e -> new AgentEvent.RunCancelled(e.source(), text(e.reason()), e.duration());
            case AgentEvent.AgentStarted e -> e;
            case AgentEvent.AgentRetrying e ->
                new AgentEvent.AgentRetrying(e.source(), e.attempt(), failure(e.failure()), e.delay());
            case AgentEvent.ApprovalRequested e ->
                new AgentEvent.ApprovalRequested(e.source(), e.question(), text(e.text()), attributes(e.details()));
            case AgentEvent.AgentCompleted e -> e;
            case AgentEvent.AgentFailed e ->
                new AgentEvent.AgentFailed(e.source(), e.kind(), failure(e.failure()), e.duration());
            case AgentEvent.AgentSkipped e -> new AgentEvent.AgentSkipped(e.source(), text(e.reason()));
            case AgentEvent.AgentCancelled e ->
                new AgentEvent.AgentCancelled(e.source(), text(e.reason()), e.duration());
            case AgentEvent.AgentThought e ->
                new AgentEvent.AgentThought(e.source(), text(e.text()), attributes(e.details()));
            case AgentEvent.AgentStuck e -> e;
            case AgentEvent.ToolCallStarted e -> e;
            case AgentEvent.ToolCallEnded e -> e;
            case AgentEvent.LlmDeltaReceived e -> new AgentEvent.LlmDeltaReceived(e.source(), text(e.text()));
        };
    }

    private Failure failure(Failure failure) {
        return new Failure(failure.kind(), failure.type(), text(failure.message()), failure.retryable());
    }

    private Attributes attributes(Attributes attributes) {
        Map<String, Object> redacted = new LinkedHashMap<>();
        attributes.asMap().forEach((name, value) -> redacted.put(name, value(value)));
        return Attributes.copyOf(redacted);
    }

    private Object value(Object value) {
        return switch (value) {
            case String text -> text(text);
            case List<?> list -> list.stream().map(this::value).toList();
            default -> value;
        };
    }
}
