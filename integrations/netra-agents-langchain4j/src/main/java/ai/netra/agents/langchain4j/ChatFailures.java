package ai.netra.agents.langchain4j;

import ai.netra.agents.NetraException;
import ai.netra.agents.http.ErrorBody;
import ai.netra.agents.http.ErrorText;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** LangChain4j's failures as ours. */
final class ChatFailures {
    private ChatFailures() {}

    /** What a streaming model gave in place of an answer, on its way to the caller's thread. */
    static final class Thrown extends NetraException {
        private static final long serialVersionUID = 1L;

        Thrown(Throwable failure) {
            super("the model failed", failure);
        }

        Throwable failure() {
            return Objects.requireNonNull(getCause(), "cause");
        }
    }

    /** Whether it came of an interrupt of the thread that asked. */
    static boolean isInterrupt(Throwable failure) {
        return cause(failure, InterruptedException.class).isPresent();
    }

    /** The failure by its case; what is none of the provider's is returned as it is. */
    static RuntimeException of(Throwable failure, LlmRequest request) {
        String said = text(failure, request);
        if (cause(failure, ConnectException.class).isPresent()
                || cause(failure, HttpConnectTimeoutException.class).isPresent()
                || failure instanceof UnresolvedModelServerException) {
            return LlmException.Unavailable.notSent("no connection was made: " + said);
        }
        if (failure instanceof TimeoutException
                || cause(failure, HttpTimeoutException.class).isPresent()) {
            return new LlmException.DeadlinePassed(said, null);
        }
        return switch (failure) {
            case RateLimitException limited -> new LlmException.RateLimited(said);
            case AuthenticationException key -> new LlmException.Authentication(said);
            case ContentFilteredException refused -> new LlmException.Refused(said);
            case NonRetriableException invalid ->
                isAboutLength(said) ? new LlmException.ContextTooLong(said) : new LlmException.InvalidRequest(said);
            case HttpException status -> ofStatus(status.statusCode(), said);
            case LangChain4jException other ->
                cause(failure, HttpException.class)
                        .map(status -> ofStatus(status.statusCode(), said))
                        .orElseGet(() -> new LlmException.Unavailable(said, null));
            case RuntimeException other ->
                cause(failure, IOException.class).isPresent() ? new LlmException.Unavailable(said, null) : other;
            default -> new LlmException.Unavailable(said, null);
        };
    }

    private static RuntimeException ofStatus(int status, String said) {
        return switch (status) {
            case 401, 402, 403, 407 -> new LlmException.Authentication(said);
            case 408, 504 -> new LlmException.DeadlinePassed(said, null);
            case 409, 425 -> new LlmException.Unavailable(said, null);
            case 429 -> new LlmException.RateLimited(said);
            default -> {
                if (status >= 500) {
                    yield new LlmException.Unavailable(said, null);
                }
                yield isAboutLength(said)
                        ? new LlmException.ContextTooLong(said)
                        : new LlmException.InvalidRequest(said);
            }
        };
    }

    private static boolean isAboutLength(String said) {
        String words = said.toLowerCase(Locale.ROOT);
        return words.contains("context_length_exceeded")
                || words.contains("maximum context length")
                || words.contains("context window")
                || words.contains("prompt is too long");
    }

    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> type) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    /** What the provider says, without what it repeats of the request. Models put the body of an answer into the message. */
    private static String text(Throwable failure, LlmRequest request) {
        String message = String.valueOf(failure.getMessage());
        String said = ErrorBody.of(message).message();
        return ErrorText.of(said.isEmpty() ? message : said, request, List.of());
    }
}
