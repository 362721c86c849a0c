package ai.netra.agents.core.store;

import ai.netra.agents.store.Payload;
import ai.netra.agents.store.StreamKey;
import java.nio.ByteBuffer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a payload is kept: what is encrypted for one place does not decrypt at another. */
record PayloadPlace(StreamKey stream, Part part, long version) {
    /** What of a stream holds the payload. */
    enum Part {
        RECORD,
        SNAPSHOT
    }

    /** What is authenticated with a payload: each part with its length, so that no two places read the same, and as UTF-16, which holds any id. */
    byte[] bound(String keyId, Payload payload) {
        Stream<String> ids = switch (stream) {
            case StreamKey.OfRun run ->
                Stream.of(
                        "run",
                        run.user().value(),
                        run.thread().value(),
                        run.run().value());
            case StreamKey.OfThread thread ->
                Stream.of("thread", thread.user().value(), thread.thread().value());
        };
        Stream<String> rest = Stream.of(
                part.name(), Long.toString(version), payload.kind(), Integer.toString(payload.schema()), keyId);
        String bound =
                Stream.concat(ids, rest).map(one -> one.length() + ":" + one).collect(Collectors.joining());
        ByteBuffer bytes = ByteBuffer.allocate(bound.length() * Character.BYTES);
        bytes.asCharBuffer().put(bound);
        return bytes.array();
    }

    @Override
    public String toString() {
        return switch (part) {
            case RECORD -> "record " + version + " of " + stream;
            case SNAPSHOT -> "the snapshot at version " + version + " of " + stream;
        };
    }
}
