package ai.netra.agents.message;

import ai.netra.agents.Attributes;
import ai.netra.agents.Failure;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A message from one agent to another.
 *
 * <p>The content is a value: a record, a string, a number, a list or map of those. Messages are handed over as they are, so it must be immutable; and
 * where a message is to be JSON, of a type that has a JSON form.
 */
public sealed interface AgentMessage {
    /** Whose it is, from whom, to whom and when. */
    MessageHeader header();

    /** What it says. */
    Object content();

    /** The name of the case on the wire: {@code request}, {@code response}, {@code error} or {@code status}. */
    default String messageType() {
        return switch (this) {
            case Request message -> "request";
            case Response message -> "response";
            case ErrorReport message -> "error";
            case Status message -> "status";
        };
    }

    /** Whose message it is. */
    default UserId user() {
        return header().user();
    }

    /** The conversation it belongs to. */
    default ThreadId thread() {
        return header().thread();
    }

    /** The name of who sent it. */
    default String sender() {
        return header().sender();
    }

    /** The name it is sent to. */
    default String recipient() {
        return header().recipient();
    }

    /** What a request and its replies have in common. */
    default String correlationId() {
        return header().correlationId();
    }

    /** When it was made. */
    default Instant timestamp() {
        return header().timestamp();
    }

    /** What goes with it. */
    default Attributes metadata() {
        return header().metadata();
    }

    /** What ends a request: a response, or an error in its place. */
    sealed interface Reply extends AgentMessage {}

    /**
     * Asks for a reply.
     *
     * @param header whose it is, from whom, to whom and when
     * @param content what is asked
     * @param timeout how long the sender waits for a reply; 30 seconds unless said otherwise
     */
    record Request(MessageHeader header, Object content, Duration timeout) implements AgentMessage {
        /** How long a sender waits unless it says otherwise. */
        public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

        /**
         * Checks the timeout.
         *
         * @throws InvalidDefinitionException if it is zero or negative
         */
        public Request {
            Objects.requireNonNull(header, "header");
            Objects.requireNonNull(content, "content");
            if (!timeout.isPositive()) {
                throw new InvalidDefinitionException(
                        "timeout of a request is " + timeout + "; use a positive duration");
            }
        }

        /** With the default timeout. */
        public static Request of(MessageHeader header, Object content) {
            return new Request(header, content, DEFAULT_TIMEOUT);
        }

        /** With this timeout. */
        public Request timeout(Duration value) {
            return new Request(header, content, value);
        }
    }

    /**
     * What a request asked for, or word that its recipient cannot give it.
     *
     * @param header whose it is, from whom, to whom and when
     * @param content what was asked for; where it was not met, whatever there is, or an empty map
     * @param success whether the request was met
     * @param error why it was not met
     */
    record Response(MessageHeader header, Object content, boolean success, Optional<String> error) implements Reply {
        /**
         * Checks that success and error agree.
         *
         * @throws InvalidDefinitionException if there is an error with success
         */
        public Response {
            Objects.requireNonNull(header, "header");
            Objects.requireNonNull(content, "content");
            if (success && error.isPresent()) {
                throw new InvalidDefinitionException(
                        "response " + header + " has both success and an error; leave one out");
            }
        }

        /** What was asked for. */
        public static Response of(MessageHeader header, Object content) {
            return new Response(header, content, true, Optional.empty());
        }

        /** Word that the request was not met, without content. */
        public static Response failed(MessageHeader header, String error) {
            return new Response(header, Map.of(), false, Optional.of(error));
        }
    }

    /**
     * Something went wrong while a message was handled. The bus sends one in place of a response when a handler throws.
     *
     * @param header whose it is, from whom, to whom and when
     * @param failure what went wrong
     */
    record ErrorReport(MessageHeader header, Failure failure) implements Reply {
        /** Refuses nulls. */
        public ErrorReport {
            Objects.requireNonNull(header, "header");
            Objects.requireNonNull(failure, "failure");
        }

        /** The failure. */
        @Override
        public Failure content() {
            return failure;
        }
    }

    /**
     * Word of how things stand; nobody replies to it.
     *
     * @param header whose it is, from whom, to whom and when
     * @param content what it says
     */
    record Status(MessageHeader header, Object content) implements AgentMessage {
        /** Refuses nulls. */
        public Status {
            Objects.requireNonNull(header, "header");
            Objects.requireNonNull(content, "content");
        }
    }
}
