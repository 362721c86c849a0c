package ai.netra.agents.store;

import ai.netra.agents.InvalidDefinitionException;
import java.util.List;
import java.util.Optional;

/**
 * Records to append to a stream at once, all or none.
 *
 * @param stream where to
 * @param expected how far the stream has come as far as the writer knows; {@link StreamPosition#NONE} to begin it
 * @param writer who appends; an id of 1 to 128 visible ASCII characters that nobody else uses. A writer waits for one append before the next
 * @param records what to append, in this order; at least one
 * @param mark what a run is from now on; of a run's journal, and empty for a conversation
 */
public record Append(
        StreamKey stream, StreamPosition expected, String writer, List<Payload> records, Optional<Mark> mark) {
    /** Copies the list; refuses none, and what cannot be. */
    public Append {
        records = List.copyOf(records);
        if (!isId(writer)) {
            throw new InvalidDefinitionException(
                    "writer of " + writer.length() + " characters is malformed; use 1 to 128 visible ASCII characters");
        }
        if (records.isEmpty()) {
            throw new InvalidDefinitionException("an append of no records; append at least one");
        }
        if (mark.isPresent() != stream instanceof StreamKey.OfRun) {
            throw new InvalidDefinitionException("an append " + (mark.isPresent() ? "with" : "without") + " a mark to "
                    + stream + "; appends to a run have one, those to a conversation have none");
        }
    }

    /** To a conversation. */
    public static Append to(StreamKey.OfThread thread, StreamPosition expected, String writer, List<Payload> records) {
        return new Append(thread, expected, writer, records, Optional.empty());
    }

    /** To a run's journal. */
    public static Append to(
            StreamKey.OfRun run, StreamPosition expected, String writer, List<Payload> records, Mark mark) {
        return new Append(run, expected, writer, records, Optional.of(mark));
    }

    private static boolean isId(String writer) {
        return !writer.isEmpty()
                && writer.length() <= 128
                && writer.chars().allMatch(character -> character > ' ' && character < 127);
    }

    /**
     * What a run is after an append: by this the store finds runs that were left unfinished.
     *
     * @param phase where it stands
     * @param lease from the append on; of a running run only
     */
    public record Mark(RunPhase phase, Optional<Lease> lease) {
        /** Refuses a lease on a run that nobody works on, and a running one without. */
        public Mark {
            if (lease.isPresent() != (phase == RunPhase.RUNNING)) {
                throw new InvalidDefinitionException(
                        "a run that is " + phase.label() + (lease.isPresent() ? " with" : " without")
                                + " a lease; running ones have one, others have none");
            }
        }

        /** Somebody works on it. */
        public static Mark running(Lease lease) {
            return new Mark(RunPhase.RUNNING, Optional.of(lease));
        }

        /** It waits for an answer. */
        public static Mark suspended() {
            return new Mark(RunPhase.SUSPENDED, Optional.empty());
        }

        /** It is over. */
        public static Mark ended() {
            return new Mark(RunPhase.ENDED, Optional.empty());
        }
    }
}
