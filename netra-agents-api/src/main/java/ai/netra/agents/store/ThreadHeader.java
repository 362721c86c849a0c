package ai.netra.agents.store;

import java.time.Instant;

/**
 * What a store knows of a conversation without its records.
 *
 * @param key the conversation
 * @param version the version of its last record
 * @param changed when that was appended, by the store's clock
 */
public record ThreadHeader(StreamKey.OfThread key, long version, Instant changed) {}
