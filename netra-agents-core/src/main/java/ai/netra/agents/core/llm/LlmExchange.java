package ai.netra.agents.core.llm;

import ai.netra.agents.core.redact.Redaction;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.Redactor;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One call of a model as a recording has it: what was asked, and what came of it.
 *
 * @param request what was asked, without the user who did
 * @param pieces the pieces of text that were handed on, in order; none where the call was not streamed
 * @param response the answer, where there was one
 * @param failure why there was none
 */
public record LlmExchange(
        LlmRequest request, List<String> pieces, Optional<LlmResponse> response, Optional<Failed> failure) {
    /** Leaves the user out, and copies the pieces. */
    public LlmExchange {
        request = request.withoutUser();
        pieces = List.copyOf(pieces);
    }

    /** An {@link LlmException}, by its case. */
    public enum Kind {
        /** {@link LlmException.RateLimited}. */
        RATE_LIMITED,
        /** {@link LlmException.Unavailable}. */
        UNAVAILABLE,
        /** {@link LlmException.Unavailable} of a request that was not sent. */
        NOT_SENT,
        /** {@link LlmException.DeadlinePassed}. */
        DEADLINE_PASSED,
        /** {@link LlmException.InvalidRequest}. */
        INVALID_REQUEST,
        /** {@link LlmException.ContextTooLong}. */
        CONTEXT_TOO_LONG,
        /** {@link LlmException.Refused}. */
        REFUSED,
        /** {@link LlmException.Authentication}. */
        AUTHENTICATION
    }

    /**
     * A failure, without its causes.
     *
     * @param kind which one
     * @param message its message
     * @param retryAfter after which time to come back, where that was said
     */
    public record Failed(Kind kind, String message, Optional<Duration> retryAfter) {
        /** What an exception says. */
        public static Failed of(LlmException failure) {
            Kind kind = switch (failure) {
                case LlmException.RateLimited e -> Kind.RATE_LIMITED;
                case LlmException.Unavailable e -> e.isUnspent() ? Kind.NOT_SENT : Kind.UNAVAILABLE;
                case LlmException.DeadlinePassed e -> Kind.DEADLINE_PASSED;
                case LlmException.InvalidRequest e -> Kind.INVALID_REQUEST;
                case LlmException.ContextTooLong e -> Kind.CONTEXT_TOO_LONG;
                case LlmException.Refused e -> Kind.REFUSED;
                case LlmException.Authentication e -> Kind.AUTHENTICATION;
            };
            return new Failed(kind, String.valueOf(failure.getMessage()), failure.retryAfter());
        }

        /** A new exception that says the same. */
        public LlmException toException() {
            return switch (kind) {
                case RATE_LIMITED ->
                    retryAfter
                            .map(time -> new LlmException.RateLimited(message, time))
                            .orElseGet(() -> new LlmException.RateLimited(message));
                case UNAVAILABLE ->
                    retryAfter
                            .map(time -> LlmException.Unavailable.withRetryAfter(message, time))
                            .orElseGet(() -> new LlmException.Unavailable(message, null));
                case NOT_SENT ->
                    retryAfter
                            .map(time -> LlmException.Unavailable.notSent(message, time))
                            .orElseGet(() -> LlmException.Unavailable.notSent(message));
                case DEADLINE_PASSED -> new LlmException.DeadlinePassed(message, null);
                case INVALID_REQUEST -> new LlmException.InvalidRequest(message);
                case CONTEXT_TOO_LONG -> new LlmException.ContextTooLong(message);
                case REFUSED -> new LlmException.Refused(message);
                case AUTHENTICATION -> new LlmException.Authentication(message);
            };
        }
    }

    /**
     * The exchange as one line of JSON.
     *
     * @param redactor what takes out of its texts what is not to be recorded
     */
    public String toJson(Redactor redactor) {
        return Redaction.of(redactor).json(JsonCodec.standard().encode(this));
    }

    /**
     * Reads a line.
     *
     * @throws ai.netra.agents.tools.json.JsonException if it is no exchange
     */
    public static LlmExchange ofJson(String line) {
        return JsonCodec.standard().decode(line, LlmExchange.class);
    }
}
