package ai.netra.agents.core.json;

import ai.netra.agents.Attributes;
import ai.netra.agents.RunId;
import ai.netra.agents.RunStatus;
import ai.netra.agents.core.journal.JournalFormatException;
import ai.netra.agents.store.Payload;
import ai.netra.agents.tool.GuardedCall;
import ai.netra.agents.tools.json.JsonCodec;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A conversation as JSON: each turn a payload of the kind {@code turn}, and its snapshots of the kind {@code conversation}, both of schema 1. Members that
 * are not known are left out. Immutable and thread-safe.
 */
public final class ConversationJson {
    private static final String TURN = "turn";
    private static final String KEPT = "conversation";
    private static final int SCHEMA = 1;

    private final JsonCodec codec;

    /** Writes and reads by a codec. */
    public ConversationJson(JsonCodec codec) {
        this.codec = codec;
    }

    /**
     * What a run added to its conversation.
     *
     * @param run the run
     * @param agent the agent that was run
     * @param status how it ended
     * @param message what the user said
     * @param answer what the assistant said, where the run has an output
     * @param attributes of the request
     * @param beganAt when the run began
     * @param endedAt when it ended
     * @param summary a new summary of turns before, where one was made with this turn
     * @param summarized the version of the newest turn up to this one that has a summary, where there is one
     * @param taint that content from outside had entered the conversation by then, where it had
     */
    public record Turn(
            RunId run,
            String agent,
            RunStatus status,
            String message,
            Optional<String> answer,
            Attributes attributes,
            Instant beganAt,
            Instant endedAt,
            Optional<Summary> summary,
            Optional<Long> summarized,
            Optional<GuardedCall.Taint> taint) {
        /** With what is known of a summary when it is appended. */
        public Turn summarized(Optional<Summary> made, Optional<Long> at) {
            return new Turn(run, agent, status, message, answer, attributes, beganAt, endedAt, made, at, taint);
        }

        /** In a conversation that content from outside has entered. */
        public Turn tainted() {
            Optional<GuardedCall.Taint> tainted = Optional.of(GuardedCall.Taint.TAINTED);
            return new Turn(
                    run, agent, status, message, answer, attributes, beganAt, endedAt, summary, summarized, tainted);
        }

        /** How many messages it is. */
        public int messages() {
            return answer.isPresent() ? 2 : 1;
        }

        /** How long the texts are, and none of them: what was said stays out of logs. */
        @Override
        public String toString() {
            return "Turn[run " + run + " " + status.label() + ", " + message.length() + " and "
                    + answer.map(String::length).orElse(0) + " characters]";
        }
    }

    /**
     * What was said up to a turn, in short.
     *
     * @param text the summary
     * @param through the version of the last turn that it stands for
     * @param at when it was made
     */
    public record Summary(String text, long through, Instant at) {
        @Override
        public String toString() {
            return "Summary[through " + through + ", " + text.length() + " characters]";
        }
    }

    /**
     * A turn in its place.
     *
     * @param version of the record
     * @param turn what it holds
     */
    public record Numbered(long version, Turn turn) {}

    /**
     * A snapshot: the newest turns, oldest first, and the newest summary.
     *
     * @param turns without gaps
     * @param summary the newest, where there is one
     * @param summarized the version of the turn that it was made with
     */
    public record Kept(List<Numbered> turns, Optional<Summary> summary, Optional<Long> summarized) {}

    /** A turn as a store keeps it. */
    public Payload encode(Turn turn) {
        return Payload.of(TURN, SCHEMA, turn, this::bytes);
    }

    /** A snapshot as a store keeps it. */
    public Payload encode(Kept kept) {
        return Payload.of(KEPT, SCHEMA, kept, this::bytes);
    }

    private byte[] bytes(Object form) {
        return JsonBytes.of(codec.encode(form));
    }

    /**
     * The turn of a record.
     *
     * @throws JournalFormatException if it is of a kind or schema that this version does not know, or damaged
     */
    public Turn turn(Payload payload) {
        return read(payload, TURN, Turn.class);
    }

    /**
     * The snapshot of a conversation.
     *
     * @throws JournalFormatException as {@link #turn} does
     */
    public Kept kept(Payload payload) {
        return read(payload, KEPT, Kept.class);
    }

    private <T> T read(Payload payload, String kind, Class<T> form) {
        Optional<T> live = payload.value(form);
        if (live.isPresent()) {
            return live.get();
        }
        if (!payload.kind().equals(kind)) {
            throw failure(payload, "is not known in a conversation; use a newer version of the library");
        }
        if (payload.schema() > SCHEMA) {
            throw failure(payload, "is newer than schema " + SCHEMA + "; use a newer version of the library");
        }
        try {
            return codec.decode(JsonBytes.text(payload.bytes()), form);
        } catch (CharacterCodingException | RuntimeException damaged) { // any value may be missing or of a wrong form
            throw failure(payload, "is damaged; restore it from a backup");
        }
    }

    private static JournalFormatException failure(Payload payload, String problem) {
        return new JournalFormatException(payload.kind(), payload.schema(), problem);
    }
}
