package ai.netra.agents.jdbc;

import ai.netra.agents.store.StreamKey;
import java.util.stream.Stream;

/**
 * A stream's key as columns.
 *
 * @param kind {@code run} or {@code thread}
 * @param name the id of that
 */
record KeyColumns(String user, String kind, String name, String thread) {
    static KeyColumns of(StreamKey key) {
        String user = Ids.column(key.user().value());
        String thread = Ids.column(key.thread().value());
        return switch (key) {
            case StreamKey.OfRun run ->
                new KeyColumns(user, "run", Ids.column(run.run().value()), thread);
            case StreamKey.OfThread conversation -> new KeyColumns(user, "thread", thread, thread);
        };
    }

    /** Parameters of a statement that ends with the key. */
    Object[] after(Object... values) {
        return Stream.concat(Stream.of(values), Stream.of(user, kind, name, thread))
                .toArray();
    }

    /** Parameters of a statement that begins with the key. */
    Object[] before(Object... values) {
        return Stream.concat(Stream.of(user, kind, name, thread), Stream.of(values))
                .toArray();
    }
}
