package ai.netra.agents.store;

import java.util.Optional;

/** What became of an append. */
public sealed interface AppendResult {
    /**
     * The records are there.
     *
     * @param version the version of the last one
     */
    record Appended(long version) implements AppendResult {}

    /**
     * Nothing was appended, as the stream did not end where the writer expected.
     *
     * @param version the version of the stream's last record; 0 where it is not there, or not any more
     * @param next who wrote the record behind the expected version, where there is one: the writer itself, if an append of its own arrived though it
     *     never heard of it; anybody else, if it was fenced
     */
    record Conflict(long version, Optional<String> next) implements AppendResult {}
}
