package ai.netra.agents.core.store;

import ai.netra.agents.UserId;
import ai.netra.agents.store.StreamKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Streams in the order of their users, threads and runs. What is written while somebody reads is read or not. Thread-safe, without locks of its own.
 */
final class StreamIndex {
    private final NavigableMap<Place, MemoryStream> streams = new ConcurrentSkipListMap<>();

    void put(MemoryStream stream) {
        streams.put(Place.of(stream.key()), stream);
    }

    void remove(MemoryStream stream) {
        streams.remove(Place.of(stream.key()));
    }

    List<MemoryStream> all() {
        return List.copyOf(streams.values());
    }

    List<MemoryStream> of(UserId user) {
        return page(
                new Place(user.value(), "", ""),
                place -> place.user().equals(user.value()),
                Optional::of,
                Integer.MAX_VALUE);
    }

    /** What there is behind a place, as long as it is within what is looked for. */
    <H> List<H> page(Place after, Predicate<Place> within, Function<MemoryStream, Optional<H>> what, int most) {
        List<H> found = new ArrayList<>();
        for (Map.Entry<Place, MemoryStream> next : streams.tailMap(after, false).entrySet()) {
            if (found.size() == most || !within.test(next.getKey())) {
                break;
            }
            what.apply(next.getValue()).ifPresent(found::add);
        }
        return found;
    }

    /** Where a stream is in the order. Ids are not empty, so that an empty one is before all others. */
    record Place(String user, String thread, String run) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::user).thenComparing(Place::thread).thenComparing(Place::run);

        static Place of(StreamKey key) {
            String run = key instanceof StreamKey.OfRun journal ? journal.run().value() : "";
            return new Place(key.user().value(), key.thread().value(), run);
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }
}
