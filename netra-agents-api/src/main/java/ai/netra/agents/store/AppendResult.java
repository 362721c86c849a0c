package ai.netra.agents.store;

import java.util.Optional;

/** What became of an append. */
public sealed interface AppendResult {
    /**
     * The records are there.
     *
     * @param end how far the stream has come with them
     */
    record Appended(StreamPosition end) implements AppendResult {}

    /**
     * Nothing was appended, as the stream had not come as far as the writer expected, or further, or is of another generation.
     *
     * @param end how far it has come; {@link StreamPosition#NONE} where it is not there, or not any more, or may not begin as the user has a run of
     *     the same id in another thread
     * @param next who wrote the record behind the expected version: the writer itself, if an append of its own arrived though it never heard of it;
     *     anybody else, if it was fenced. Empty where there is no such record, or it was compacted, or the stream is not of the generation expected; a
     *     writer that expected none takes any
     */
    record Conflict(StreamPosition end, Optional<String> next) implements AppendResult {}
}
