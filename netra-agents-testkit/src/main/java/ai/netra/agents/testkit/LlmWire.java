package ai.netra.agents.testkit;

import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.tools.json.JsonCodec;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A provider's format, from the provider's side: reads requests, writes answers. */
interface LlmWire {
    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException with what the provider would object to
     */
    LlmRequest request(WireObject body);

    /** A whole answer, as JSON. */
    String whole(LlmResponse response);

    /** An answer in pieces: these of its text, then its tool calls, to its end. */
    void stream(List<String> pieces, LlmResponse response, Events out) throws IOException, InterruptedException;

    /** The beginning of an answer in pieces, and a failure. */
    void brokenStream(List<String> pieces, LlmResponse response, LlmException failure, Events out)
            throws IOException, InterruptedException;

    /** An answer that declines; one in pieces has no more of it than its end. */
    String refusal(String words);

    /** Declines in pieces. */
    void refusalStream(String words, Events out) throws IOException, InterruptedException;

    /** A failure, as JSON. */
    String error(Failed failed);

    /** A failure as the provider has it. */
    Failed failed(LlmException failure);

    /** Where events go. */
    interface Events {
        /** Sends an event; one with an empty type has none. */
        void event(String type, String data) throws IOException, InterruptedException;

        /** Sends an event that holds a piece of text. */
        default void delta(String type, String data) throws IOException, InterruptedException {
            event(type, data);
        }
    }

    /** What only the provider of this name reads, of a message. */
    static List<LlmPart.Opaque> opaque(LlmMessage message, String provider) {
        return message.parts().stream()
                .filter(part -> part instanceof LlmPart.Opaque opaque
                        && opaque.provider().equals(provider))
                .map(LlmPart.Opaque.class::cast)
                .toList();
    }

    /** How a provider names a failure, and what it says of it. */
    record Failed(int status, String code, String message) {}

    /** An object with these members, in their order; a null is written as such. */
    static Map<String, @Nullable Object> object(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
        }
        return members;
    }

    /** An object as JSON. */
    static String json(@Nullable Object... namesAndValues) {
        return JsonCodec.standard().encode(object(namesAndValues));
    }
}
