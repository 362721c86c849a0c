package ai.netra.agents.store;

import java.util.List;
import java.util.Optional;

/**
 * A stream as it was at one moment, as far as it is needed: its last snapshot and what was appended after it.
 *
 * @param end how far it has come; {@link StreamPosition#NONE} where it is not there
 * @param snapshot its last snapshot; empty also if it stands for nothing that the caller does not know
 * @param tail all records after the snapshot, or else after what the caller knows, oldest first and without gaps
 */
public record Loaded(StreamPosition end, Optional<Snapshot> snapshot, List<StoredRecord> tail) {
    /** Of a stream that is not there. */
    public static final Loaded NONE = new Loaded(StreamPosition.NONE, Optional.empty(), List.of());

    /** Copies the list. */
    public Loaded {
        tail = List.copyOf(tail);
    }
}
