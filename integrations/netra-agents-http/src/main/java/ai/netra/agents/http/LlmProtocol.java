package ai.netra.agents.http;

import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import java.util.Map;

/**
 * A provider's format: what is posted, and what the answers mean. Implement me: pure functions, no net. Thread-safe.
 *
 * <p>What cannot be read is thrown as the {@link ai.netra.agents.tools.json.JsonException} that the codec throws; what the provider reports as a failure, as
 * {@link ProviderException}.
 */
public interface LlmProtocol {
    /** How an answer is wanted. */
    enum Delivery {
        /** All at once, as JSON. */
        WHOLE,
        /** As server-sent events. */
        STREAMED
    }

    /** Where requests go, below the base URL: {@code /chat/completions}, say. */
    String path();

    /** The headers that carry a key. */
    Map<String, String> keyHeaders(String key);

    /** The headers of every request, whatever its key; none by default. */
    default Map<String, String> headers() {
        return Map.of();
    }

    /** A request, as JSON. */
    String body(LlmRequest request, Delivery delivery);

    /** Reads a whole answer. */
    LlmResponse whole(String json);

    /** Reads one streamed answer into an assembly. */
    Reading reading(AnswerAssembly assembly);

    /** Reads the body of an answer with another status than 200; the body may be anything. Never throws. */
    ProviderException failure(int status, String body);

    /** One streamed answer, as it comes. Used by one thread. */
    interface Reading {
        /** Whether more is to come. */
        enum Progress {
            /** It is. */
            MORE,
            /** It is not: this was the last event. */
            DONE
        }

        /** Takes the next event. */
        Progress on(ServerSentEvent event);

        /**
         * The answer.
         *
         * @throws ProviderException if the stream ended before it was whole
         */
        LlmResponse end();
    }
}
