package ai.netra.agents.llm;

/** A piece of a message's content. */
public sealed interface LlmPart {
    /**
     * Plain text.
     *
     * @param text the text
     */
    record Text(String text) implements LlmPart {}

    /**
     * An image, inline.
     *
     * @param mediaType such as {@code image/png}
     * @param base64 the image's bytes in Base64
     */
    record Image(String mediaType, String base64) implements LlmPart {}

    /**
     * A tool the model wants called.
     *
     * @param callId the model's id for the call, which the result repeats
     * @param tool the tool's name, as the model wrote it
     * @param argumentsJson the arguments, as the model wrote them: untrusted, and perhaps not JSON
     */
    record ToolUse(String callId, String tool, String argumentsJson) implements LlmPart {}

    /**
     * What a tool call gave.
     *
     * @param callId the id of the model's call
     * @param resultJson the result or error, as JSON
     * @param status whether the tool did its work
     */
    record ToolAnswer(String callId, String resultJson, Status status) implements LlmPart {
        /** Whether the tool did its work. */
        public enum Status {
            /** It did. */
            OK,
            /** It did not; the result says why. */
            ERROR
        }
    }

    /**
     * Something of a model's answer that only its provider reads, and wants back where the conversation goes on: what the model thought before it called
     * tools, signed or encrypted. It stays in its place in the message. Clients of other providers leave it out, and nobody is shown it.
     *
     * @param provider who made it, by the name that its client knows itself by: {@code anthropic}
     * @param json what it is, as the provider wrote it
     */
    record Opaque(String provider, String json) implements LlmPart {
        /** The provider and the length, not the content. */
        @Override
        public String toString() {
            return "Opaque[" + provider + ", " + json.length() + " characters]";
        }
    }
}
