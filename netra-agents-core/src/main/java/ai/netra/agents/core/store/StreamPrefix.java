package ai.netra.agents.core.store;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The beginning of a stream, as a {@link ai.netra.agents.store.StreamCache} has it: true for as long as the stream is there, whatever is appended.
 *
 * <p>As bytes: the SHA-256 of the stream's key and of what follows; the format; the generation; the version of the snapshot or 0, and its payload; the
 * records behind it, each with writer, time and payload. Numbers are big-endian. The hash finds what was damaged or is another stream's; it is no
 * signature.
 *
 * @param end the version of the last record in it, or of the snapshot if there is none
 */
record StreamPrefix(StreamPosition end, Optional<Snapshot> snapshot, List<StoredRecord> records) {
    private static final byte FORMAT = 1;
    private static final int HASH = 32;
    private static final int HEAD = HASH + 1 + 8 + 8;

    /** As much of a stream as there is room for; empty if that is nothing. */
    static Optional<StreamPrefix> of(Loaded loaded, int maxBytes) {
        long size = HEAD + loaded.snapshot().map(one -> size(one.payload())).orElse(0L);
        int records = 0;
        while (records < loaded.tail().size() && size + size(loaded.tail().get(records)) <= maxBytes) {
            size += size(loaded.tail().get(records));
            records++;
        }
        long version = loaded.end().version() - loaded.tail().size() + records;
        return size > maxBytes || version == 0
                ? Optional.empty()
                : Optional.of(new StreamPrefix(
                        new StreamPosition(loaded.end().generation(), version),
                        loaded.snapshot(),
                        loaded.tail().subList(0, records)));
    }

    /** The whole stream, of what came after this. */
    Loaded with(Loaded rest) {
        List<StoredRecord> all = new ArrayList<>(records.size() + rest.tail().size());
        all.addAll(records);
        all.addAll(rest.tail());
        return new Loaded(rest.end(), snapshot, all);
    }

    byte[] encode(StreamKey stream) {
        long size = HEAD
                + snapshot.map(one -> size(one.payload())).orElse(0L)
                + records.stream().mapToLong(StreamPrefix::size).sum();
        ByteBuffer to = ByteBuffer.allocate(Math.toIntExact(size)).position(HASH);
        to.put(FORMAT).putLong(end.generation());
        to.putLong(snapshot.map(Snapshot::version).orElse(0L));
        snapshot.ifPresent(one -> put(to, one.payload()));
        for (StoredRecord record : records) {
            Instant at = record.at();
            put(to, record.writer());
            to.putLong(at.getEpochSecond()).putInt(at.getNano());
            put(to, record.payload());
        }
        return to.put(0, hash(stream, to.array())).array();
    }

    /** What was encoded for this stream; empty for anything else. */
    static Optional<StreamPrefix> decode(StreamKey stream, byte[] bytes) {
        if (bytes.length < HEAD || !MessageDigest.isEqual(hash(stream, bytes), Arrays.copyOf(bytes, HASH))) {
            return Optional.empty();
        }
        ByteBuffer from = ByteBuffer.wrap(bytes).position(HASH);
        try {
            return from.get() == FORMAT ? Optional.of(decode(from)) : Optional.empty();
        } catch (BufferUnderflowException
                | NegativeArraySizeException
                | DateTimeException
                | InvalidDefinitionException notWrittenHere) {
            return Optional.empty();
        }
    }

    private static StreamPrefix decode(ByteBuffer from) {
        long generation = from.getLong();
        long version = from.getLong();
        Optional<Snapshot> snapshot =
                version == 0 ? Optional.empty() : Optional.of(new Snapshot(version, payload(from)));
        List<StoredRecord> records = new ArrayList<>();
        while (from.hasRemaining()) {
            version++;
            String writer = text(from);
            Instant at = Instant.ofEpochSecond(from.getLong(), from.getInt());
            records.add(new StoredRecord(version, writer, payload(from), at));
        }
        return new StreamPrefix(new StreamPosition(generation, version), snapshot, records);
    }

    private static long size(StoredRecord record) {
        return 1 + record.writer().length() + 8 + 4 + size(record.payload());
    }

    private static long size(Payload payload) {
        return 1L + payload.kind().length() + 4 + 4 + payload.size();
    }

    private static void put(ByteBuffer to, Payload payload) {
        put(to, payload.kind());
        byte[] bytes = payload.bytes();
        to.putInt(payload.schema()).putInt(bytes.length).put(bytes);
    }

    private static Payload payload(ByteBuffer from) {
        String kind = text(from);
        int schema = from.getInt();
        return Payload.of(kind, schema, bytes(from, from.getInt()));
    }

    /** Of writers and kinds: ASCII, and no more than 128 characters. */
    private static void put(ByteBuffer to, String text) {
        to.put((byte) text.length()).put(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(ByteBuffer from) {
        return new String(bytes(from, from.get() & 0xFF), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(ByteBuffer from, int length) {
        if (length > from.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    private static byte[] hash(StreamKey stream, byte[] bytes) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            add(hash, stream.user().value());
            add(hash, stream.thread().value());
            add(hash, stream instanceof StreamKey.OfRun run ? run.run().value() : ""); // of a run, never empty
            hash.update(bytes, HASH, bytes.length - HASH);
            return hash.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Unit by unit: also ids that are no valid Unicode are told apart. */
    private static void add(MessageDigest hash, String id) {
        ByteBuffer units = ByteBuffer.allocate(4 + 2 * id.length()).putInt(id.length());
        units.asCharBuffer().put(id);
        hash.update(units.array());
    }
}
