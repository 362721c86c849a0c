package ai.netra.agents.store;

import java.util.List;
import java.util.Optional;

/**
 * A stream, as far as it is needed: its last snapshot and what was appended after it.
 *
 * @param generation how often the stream was deleted; records of another generation are of another stream
 * @param version the version of its last record; 0 where it has none
 * @param snapshot its last snapshot
 * @param tail all records after the snapshot, or all there are, oldest first
 */
public record Loaded(long generation, long version, Optional<Snapshot> snapshot, List<StoredRecord> tail) {
    /** Copies the list. */
    public Loaded {
        tail = List.copyOf(tail);
    }
}
