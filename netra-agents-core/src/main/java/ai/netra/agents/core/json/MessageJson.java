package ai.netra.agents.core.json;

import ai.netra.agents.Attributes;
import ai.netra.agents.Failure;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.message.AgentMessage;
import ai.netra.agents.message.MessageHeader;
import ai.netra.agents.tools.json.JsonCodec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A message as a JSON object: {@code sender}, {@code recipient}, {@code message_type}, {@code content}, {@code correlation_id}, {@code timestamp},
 * {@code metadata}, {@code user_id} and {@code thread_id}; of a request also {@code timeout} in seconds, of a response {@code success} and,
 * where it is false and there is a reason, {@code error}. The content of an error message is a {@link Failure}: {@code kind}, {@code type}, {@code message}, {@code retryable}.
 */
public final class MessageJson {
    private static final int NANO_DIGITS = 9;
    private static final int LONGEST_SECONDS = 18;

    private MessageJson() {}

    /**
     * The message as JSON text.
     *
     * @throws ai.netra.agents.tools.json.JsonException if its content has no JSON form
     */
    public static String of(AgentMessage message, JsonCodec codec) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("sender", message.sender());
        tree.put("recipient", message.recipient());
        tree.put("message_type", message.messageType());
        tree.put("content", message.content());
        tree.put("correlation_id", message.correlationId());
        tree.put("timestamp", message.timestamp());
        tree.put("metadata", message.metadata());
        tree.put("user_id", message.user());
        tree.put("thread_id", message.thread());
        switch (message) {
            case AgentMessage.Request request -> tree.put("timeout", seconds(request.timeout()));
            case AgentMessage.Response response -> {
                tree.put("success", response.success());
                response.error().ifPresent(error -> tree.put("error", error));
            }
            case AgentMessage.ErrorReport error -> {}
            case AgentMessage.Status status -> {}
        }
        return codec.encode(tree);
    }

    /** Reads a message whose content is plain: text, numbers, booleans, and lists and maps of those. As {@link #read(String, Type, JsonCodec)}. */
    public static AgentMessage read(String json, JsonCodec codec) {
        return read(json, Object.class, codec);
    }

    /**
     * Reads a message. Without {@code metadata} it has none, without {@code timeout} that of 30 seconds, and without {@code success} its
     * {@code error} tells.
     *
     * @param contentType the type of the content; that of an error message is {@link Failure} all the same
     * @throws ai.netra.agents.tools.json.JsonException if the text is not JSON, or does not fit
     * @throws InvalidDefinitionException if it fits, and a message refuses a value: a blank name, a timeout of zero
     */
    public static AgentMessage read(String json, Type contentType, JsonCodec codec) {
        MessageType type = codec.decode(json, Typed.class).messageType();
        Type content = type == MessageType.ERROR ? Failure.class : contentType;
        return ((Form<?>) codec.decode(json, new FormOf(content))).message();
    }

    private static Object seconds(Duration duration) {
        BigDecimal fraction = BigDecimal.valueOf(duration.toNanosPart(), NANO_DIGITS);
        return fraction.signum() == 0
                ? duration.toSeconds()
                : fraction.add(BigDecimal.valueOf(duration.toSeconds())).stripTrailingZeros();
    }

    private static Duration duration(BigDecimal seconds) {
        if (seconds.scale() > NANO_DIGITS || seconds.precision() - seconds.scale() > LONGEST_SECONDS) {
            throw new InvalidDefinitionException("timeout of a request has " + seconds.precision()
                    + " digits; use seconds, with at most " + LONGEST_SECONDS + " digits before and " + NANO_DIGITS
                    + " after the point");
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Duration.ofSeconds(
                whole.longValueExact(),
                seconds.subtract(whole).movePointRight(NANO_DIGITS).longValueExact());
    }

    private enum MessageType {
        REQUEST,
        RESPONSE,
        ERROR,
        STATUS
    }

    private record Typed(MessageType messageType) {}

    private record Form<C>(
            MessageType messageType,
            String sender,
            String recipient,
            C content,
            String correlationId,
            Instant timestamp,
            Optional<Attributes> metadata,
            UserId userId,
            ThreadId threadId,
            Optional<BigDecimal> timeout,
            Optional<Boolean> success,
            Optional<String> error) {
        AgentMessage message() {
            MessageHeader header = new MessageHeader(
                    userId, threadId, sender, recipient, correlationId, timestamp, metadata.orElse(Attributes.empty()));
            return switch (messageType) {
                case REQUEST ->
                    timeout.map(MessageJson::duration)
                            .map(AgentMessage.Request.of(header, content)::timeout)
                            .orElse(AgentMessage.Request.of(header, content));
                case RESPONSE -> new AgentMessage.Response(header, content, success.orElse(error.isEmpty()), error);
                case ERROR -> new AgentMessage.ErrorReport(header, (Failure) content);
                case STATUS -> new AgentMessage.Status(header, content);
            };
        }
    }

    /** The form with content of a type. */
    private record FormOf(Type content) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return new Type[] {content};
        }

        @Override
        public Type getRawType() {
            return Form.class;
        }

        @Override
        public Type getOwnerType() {
            return MessageJson.class;
        }

        @Override
        public String getTypeName() {
            return "a message with content of type " + content.getTypeName();
        }
    }
}
