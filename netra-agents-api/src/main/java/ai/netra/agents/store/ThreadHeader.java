package ai.netra.agents.store;

import java.time.Instant;

/**
 * What a store knows of a conversation without its records.
 *
 * @param key the conversation
 * @param end how far it has come
 * @param changed when its last record was appended, by the store's clock
 */
public record ThreadHeader(StreamKey.OfThread key, StreamPosition end, Instant changed) {}
