package ai.netra.agents.testkit;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FakeLlmClient} answers to one call: pieces of text or tool calls, then a whole answer or a failure, perhaps after a time. Immutable;
 * each method returns a changed copy.
 */
public final class FakeReply {
    private static final String MODEL = "fake";

    private final List<String> pieces;
    private final LlmResponse response;
    private final @Nullable LlmException failure;
    private final Duration latency;

    private FakeReply(List<String> pieces, LlmResponse response, @Nullable LlmException failure, Duration latency) {
        this.pieces = pieces;
        this.response = response;
        this.failure = failure;
        this.latency = latency;
    }

    /** Plain text, whole; streamed in one piece. No tokens are counted, and the model is {@code fake}. */
    public static FakeReply text(String text) {
        return response(response(List.of(new LlmPart.Text(text)), FinishReason.STOP));
    }

    /** A response as it is; its text, if any, streamed in one piece. */
    public static FakeReply response(LlmResponse response) {
        String text = response.text();
        return new FakeReply(text.isEmpty() ? List.of() : List.of(text), response, null, Duration.ZERO);
    }

    /**
     * Text in pieces: streamed one by one, and whole to a caller that does not stream.
     *
     * @throws InvalidDefinitionException if a piece is empty, which no stream has
     */
    public static FakeReply stream(String... pieces) {
        List<String> copy = List.of(pieces);
        if (copy.contains("")) {
            throw new InvalidDefinitionException(
                    "piece " + copy.indexOf("") + " of a streamed reply is empty; leave it out");
        }
        return new FakeReply(copy, text(String.join("", copy)).response, null, Duration.ZERO);
    }

    /** The wish to have a tool called. The call's id is made from the request: {@code call-1} for the first call of a conversation, and so on. */
    public static FakeReply toolUse(String tool, String argumentsJson) {
        return response(response(List.of(new LlmPart.ToolUse("", tool, argumentsJson)), FinishReason.TOOL_USE));
    }

    /** A failure. Thrown as the very same exception each time. */
    public static FakeReply failure(LlmException failure) {
        return new FakeReply(List.of(), text("").response, failure, Duration.ZERO);
    }

    /** After this time of the client's clock; a stream's pieces too come after it. */
    public FakeReply after(Duration newLatency) {
        if (newLatency.isNegative()) {
            throw new InvalidDefinitionException("a reply after " + newLatency + "; use zero or more");
        }
        return new FakeReply(pieces, response, failure, newLatency);
    }

    /** With this count of tokens. */
    public FakeReply usage(LlmUsage usage) {
        return new FakeReply(
                pieces,
                new LlmResponse(response.message(), response.finishReason(), usage, response.model()),
                failure,
                latency);
    }

    /** With a failure at the end of what was streamed, in place of a whole answer. */
    public FakeReply thenFailure(LlmException newFailure) {
        return new FakeReply(pieces, response, newFailure, latency);
    }

    private static LlmResponse response(List<LlmPart> parts, FinishReason reason) {
        return new LlmResponse(new LlmMessage(LlmRole.ASSISTANT, parts), reason, LlmUsage.NONE, MODEL);
    }

    List<String> pieces() {
        return pieces;
    }

    Duration latency() {
        return latency;
    }

    Optional<LlmException> failure() {
        return Optional.ofNullable(failure);
    }

    /** The response, its tool calls numbered on from those the conversation has. */
    LlmResponse response(int earlierToolUses) {
        int[] count = {earlierToolUses};
        List<LlmPart> parts = response.message().parts().stream()
                .map(part -> part instanceof LlmPart.ToolUse use && use.callId().isEmpty()
                        ? new LlmPart.ToolUse("call-" + ++count[0], use.tool(), use.argumentsJson())
                        : part)
                .toList();
        return new LlmResponse(
                new LlmMessage(response.message().role(), parts),
                response.finishReason(),
                response.usage(),
                response.model());
    }

    /** For messages of tests. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (!response.toolUses().isEmpty()) {
            response.toolUses()
                    .forEach(use -> text.append(text.isEmpty() ? "" : ", ")
                            .append("tool use ")
                            .append(use.tool())
                            .append(' ')
                            .append(use.argumentsJson()));
        } else if (failure == null || !pieces.isEmpty()) {
            text.append(pieces.size() > 1 ? "stream of " + pieces.size() + " pieces " : "reply ")
                    .append(Texts.quoted(response.text()));
        }
        if (failure != null) {
            text.append(text.isEmpty() ? "" : ", then ").append("failure ").append(failure);
        }
        return text + (latency.isZero() ? "" : " after " + latency);
    }
}
