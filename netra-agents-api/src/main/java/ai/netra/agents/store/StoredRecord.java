package ai.netra.agents.store;

import java.time.Instant;

/**
 * A record of a stream.
 *
 * @param version its place in the stream, from 1, without gaps
 * @param writer who appended it
 * @param payload what it holds
 * @param at when it was appended, by the store's clock
 */
public record StoredRecord(long version, String writer, Payload payload, Instant at) {}
