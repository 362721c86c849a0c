package ai.netra.agents.store;

/**
 * What a stream came to at a version, in the place of all records up to it.
 *
 * @param version the version of the last record that it stands for
 * @param payload what it holds
 */
public record Snapshot(long version, Payload payload) {}
