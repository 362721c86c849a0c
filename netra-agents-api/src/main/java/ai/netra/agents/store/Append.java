package ai.netra.agents.store;

import ai.netra.agents.InvalidDefinitionException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Records to append at once, all or none.
 *
 * @param expected the version of the stream's last record, as far as the writer knows: 0 for a stream that is not there
 * @param writer who appends; one that is used by nobody else, and for one append after the other, so that who finds it at a version knows whose append
 *     that was
 * @param records what to append, in this order; at least one
 * @param mark of a run's journal, what the run is from now on; empty for a conversation
 */
public record Append(long expected, String writer, List<Payload> records, Optional<Mark> mark) {
    /** Copies the list; refuses none, and what cannot be. */
    public Append {
        records = List.copyOf(records);
        if (expected < 0) {
            throw new InvalidDefinitionException("append after version " + expected + "; versions count from 1, and 0"
                    + " is a stream that is not there");
        }
        if (writer.isEmpty() || writer.length() > 128) {
            throw new InvalidDefinitionException(
                    "writer '" + writer + "' has " + writer.length() + " characters; use 1 to 128");
        }
        if (records.isEmpty()) {
            throw new InvalidDefinitionException("an append of no records; append at least one");
        }
    }

    /** To a conversation. */
    public static Append toThread(long expected, String writer, List<Payload> records) {
        return new Append(expected, writer, records, Optional.empty());
    }

    /** To a run's journal. */
    public static Append toRun(long expected, String writer, List<Payload> records, Mark mark) {
        return new Append(expected, writer, records, Optional.of(mark));
    }

    /**
     * What a run is after an append: by this the store finds runs that were left unfinished.
     *
     * @param phase where it stands
     * @param lease how long its writer is taken to be alive without a word, from the append on, by the store's clock; of a running run only
     */
    public record Mark(RunPhase phase, Optional<Duration> lease) {
        /** Refuses a lease that is none, and one of a run that nobody works on. */
        public Mark {
            if (lease.isPresent() && !lease.get().isPositive()) {
                throw new InvalidDefinitionException("a lease of " + lease.get() + "; use a positive time");
            }
            if (lease.isPresent() != (phase == RunPhase.RUNNING)) {
                throw new InvalidDefinitionException(
                        "a run that is " + phase.label() + (lease.isPresent() ? " with" : " without")
                                + " a lease; running ones have one, others have none");
            }
        }

        /** Somebody works on it. */
        public static Mark running(Duration lease) {
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
