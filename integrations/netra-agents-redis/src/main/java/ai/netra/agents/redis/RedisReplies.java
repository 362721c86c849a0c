package ai.netra.agents.redis;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.RunPhase;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What scripts answer, as values: lists, byte strings and whole numbers, and anything else is corrupt. */
final class RedisReplies {
    private RedisReplies() {}

    static List<?> list(@Nullable Object reply) {
        if (reply instanceof List<?> list) {
            return list;
        }
        throw corrupt("a list", reply);
    }

    static byte[] bytes(@Nullable Object reply) {
        if (reply instanceof byte[] bytes) {
            return bytes;
        }
        throw corrupt("bytes", reply);
    }

    static String text(@Nullable Object reply) {
        return new String(bytes(reply), StandardCharsets.US_ASCII);
    }

    static long number(@Nullable Object reply) {
        return reply instanceof Long number ? number : number(text(reply));
    }

    static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new StoreException.Corrupt("'" + text + "' was read from Redis, where a number was written", e);
        }
    }

    static Instant instant(String micros) {
        return Instant.EPOCH.plus(number(micros), ChronoUnit.MICROS);
    }

    static StreamPosition position(long generation, long version) {
        return generation == 0 ? StreamPosition.NONE : new StreamPosition(generation, version);
    }

    /** Records as entries of a Redis stream: an id, and names and values in turn. */
    static List<StoredRecord> records(@Nullable Object reply) {
        List<StoredRecord> records = new ArrayList<>();
        for (Object entry : list(reply)) {
            List<?> idAndFields = list(entry);
            List<?> namesAndValues = list(idAndFields.get(1));
            Map<String, @Nullable Object> fields = new TreeMap<>();
            for (int i = 0; i + 1 < namesAndValues.size(); i += 2) {
                fields.put(text(namesAndValues.get(i)), namesAndValues.get(i + 1));
            }
            String id = text(idAndFields.getFirst());
            records.add(new StoredRecord(
                    number(id.substring(0, Math.max(0, id.indexOf('-')))),
                    text(fields.get("writer")),
                    payload(fields.get("kind"), fields.get("schema"), fields.get("payload")),
                    instant(text(fields.get("at")))));
        }
        return records;
    }

    /** What {@code load.lua} answers. */
    static Loaded loaded(StreamKey stream, @Nullable Object reply) {
        List<?> parts = list(reply);
        if (parts.isEmpty()) {
            return Loaded.NONE;
        }
        long version = number(parts.get(1));
        long behind = number(parts.get(2));
        List<?> kept = list(parts.get(3));
        Optional<Snapshot> snapshot = kept.isEmpty()
                ? Optional.empty()
                : Optional.of(new Snapshot(number(kept.getFirst()), payload(kept.get(1), kept.get(2), kept.get(3))));
        List<StoredRecord> tail = records(parts.get(4));
        if (tail.size() != Math.max(0, version - behind)
                || (!tail.isEmpty() && tail.getLast().version() != version)) {
            throw new StoreException.Corrupt(
                    stream + " has come to version " + version + ", but of the records behind " + behind + " there are "
                            + tail.size() + "; keep others from using the prefix, and Redis from evicting keys",
                    null);
        }
        return new Loaded(position(number(parts.getFirst()), version), snapshot, tail);
    }

    private static Payload payload(@Nullable Object kind, @Nullable Object schema, @Nullable Object payload) {
        try {
            return Payload.of(text(kind), Math.toIntExact(number(schema)), bytes(payload));
        } catch (InvalidDefinitionException | ArithmeticException e) {
            throw new StoreException.Corrupt("what was read from Redis was never written as a payload", e);
        }
    }

    static RunPhase phase(String label) {
        for (RunPhase phase : RunPhase.values()) {
            if (phase.label().equals(label)) {
                return phase;
            }
        }
        throw new StoreException.Corrupt("'" + label + "' was read from Redis, where a phase was written", null);
    }

    private static StoreException corrupt(String expected, @Nullable Object reply) {
        return new StoreException.Corrupt(
                (reply == null ? "nothing" : "a " + reply.getClass().getSimpleName()) + " was read from Redis, where "
                        + expected + " was written",
                null);
    }
}
