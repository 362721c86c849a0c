package ai.netra.agents.store;

import ai.netra.agents.InvalidDefinitionException;

/**
 * How far a stream has come: which stream of its key it is, and the version of its last record.
 *
 * @param generation a number that no other stream of the same key has or had, so that what begins after a deletion is never taken for what was deleted;
 *     0 where there is no stream
 * @param version the version of the last record; 0 where there is no stream
 */
public record StreamPosition(long generation, long version) {
    /** Of a stream that is not there. */
    public static final StreamPosition NONE = new StreamPosition(0, 0);

    /** Refuses numbers below zero, and a version without a generation, or the other way around. */
    public StreamPosition {
        if (generation < 0 || version < 0 || (generation == 0) != (version == 0)) {
            throw new InvalidDefinitionException("version " + version + " of generation " + generation
                    + "; both count from 1, or use StreamPosition.NONE for a stream that is not there");
        }
    }

    /** So many records further on. */
    public StreamPosition plus(int records) {
        return new StreamPosition(generation, version + records);
    }
}
