package ai.netra.agents.core.store;

import ai.netra.agents.core.store.PayloadPlace.Part;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A store that encrypts payloads before another store keeps them, with AES-256-GCM and keys of the host's.
 *
 * <p><b>What is protected.</b> Nobody reads the payloads of records and snapshots without the key. Nobody changes one unnoticed, or passes it off as
 * another: it decrypts for its user, thread and run, as a record or a snapshot, at its version, and with its kind and schema, and nowhere else.
 *
 * <p><b>What is not.</b> User, thread and run ids, writers, kinds, schemas, times, phases, leases, and how many and how large the payloads are, stay
 * readable; writers, times, phases and leases can also be changed unnoticed. Who may write to the inner store can delete streams, cut off their ends,
 * and put back what was there before, also that of a deleted stream of the same key: a stream that is wholly an earlier one, or partly of an
 * earlier generation, is not noticed. A store in memory holds the payloads as they are, and encrypts one only when its bytes are asked for.
 *
 * <p><b>Keys.</b> Each payload names the key that it was encrypted with, so a new key is for what is written from then on, and earlier ones stay for what is
 * there. A payload whose key is gone, is another one, or that was changed, is {@link StoreException.Corrupt}: the message names the place and the key's
 * id. So is one that was written before the store was encrypted.
 *
 * <p><b>Sizes.</b> A payload grows by up to {@link #OVERHEAD} bytes. The inner store's limit is for what it is given: raise it by so much.
 *
 * <p>Thread-safe as the inner store and the keys are. {@link #close()} has no effect: the inner store is the host's to close.
 */
public final class EncryptedStateStore extends AroundStateStore {
    /** The most bytes by which a payload grows: 32, and as many as the key's id has. */
    public static final int OVERHEAD = PayloadCipher.HEAD + 64 + PayloadCipher.IV + PayloadCipher.TAG;

    private final PayloadCipher cipher;

    private EncryptedStateStore(StateStore store, PayloadKeys keys) {
        super(store);
        this.cipher = new PayloadCipher(Objects.requireNonNull(keys, "keys"));
    }

    /** Of a store that keeps what is encrypted. */
    public static EncryptedStateStore of(StateStore store, PayloadKeys keys) {
        return new EncryptedStateStore(store, keys);
    }

    /** A record's version is known before it is appended: where it is another, there is a conflict. */
    @Override
    public AppendResult append(Append append) {
        List<Payload> records = new ArrayList<>(append.records().size());
        for (Payload plain : append.records()) {
            long version = append.expected().version() + records.size() + 1;
            records.add(cipher.encrypted(new PayloadPlace(append.stream(), Part.RECORD, version), plain));
        }
        return store().append(new Append(append.stream(), append.expected(), append.writer(), records, append.mark()));
    }

    @Override
    public List<StoredRecord> read(StreamKey stream, long from, int most) {
        return decrypted(stream, store().read(stream, from, most));
    }

    @Override
    public Loaded load(StreamKey stream, StreamPosition known) {
        Loaded loaded = store().load(stream, known);
        Optional<Snapshot> snapshot = loaded.snapshot()
                .map(one -> new Snapshot(one.version(), cipher.decrypted(place(stream, one), one.payload())));
        return new Loaded(loaded.end(), snapshot, decrypted(stream, loaded.tail()));
    }

    private List<StoredRecord> decrypted(StreamKey stream, List<StoredRecord> records) {
        return records.stream()
                .map(one -> new StoredRecord(
                        one.version(),
                        one.writer(),
                        cipher.decrypted(new PayloadPlace(stream, Part.RECORD, one.version()), one.payload()),
                        one.at()))
                .toList();
    }

    private static PayloadPlace place(StreamKey stream, Snapshot snapshot) {
        return new PayloadPlace(stream, Part.SNAPSHOT, snapshot.version());
    }

    @Override
    public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
        Payload payload = cipher.encrypted(place(stream, snapshot), snapshot.payload());
        return store().keep(stream, generation, new Snapshot(snapshot.version(), payload));
    }
}
