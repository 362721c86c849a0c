package ai.netra.agents.store;

import ai.netra.agents.InvalidDefinitionException;

/**
 * What a stream came to at a version, in the place of all records up to it.
 *
 * @param version the version of the last record that it stands for, from 1
 * @param payload what it holds
 */
public record Snapshot(long version, Payload payload) {
    /** Refuses a snapshot of nothing. */
    public Snapshot {
        if (version < 1) {
            throw new InvalidDefinitionException("a snapshot at version " + version + "; versions count from 1");
        }
    }
}
