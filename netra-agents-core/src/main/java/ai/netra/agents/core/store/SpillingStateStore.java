package ai.netra.agents.core.store;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.ArtifactStore;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.Snapshot;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A store that keeps large payloads in an {@link ArtifactStore}, and in their place in the stream a reference of some hundred bytes.
 *
 * <p>An artifact is there before what refers to it is. One that nothing refers to, as its append conflicted or its stream was deleted or compacted, stays
 * until the user is erased, which erases artifacts too. A stream that begins while its user is being erased may lose its artifacts with the others.
 *
 * <p>What is loaded is whole: references are resolved before a method returns, so that one without its artifact is an error of the load, where it can be
 * told from an outage, and not of whoever reads the payload later. It is a {@link StoreException.Corrupt} that names stream and version.
 *
 * <p>All payloads are encoded, as their size must be known. Closing it closes neither of the stores it was given.
 */
public final class SpillingStateStore extends AroundStateStore {
    private final ArtifactStore artifacts;
    private final int limit;

    private SpillingStateStore(Builder builder) {
        super(builder.store);
        this.artifacts = builder.artifacts;
        this.limit = builder.limit;
    }

    /**
     * Builds a store.
     *
     * @param store keeps the streams
     * @param artifacts keeps the large payloads
     */
    public static Builder builder(StateStore store, ArtifactStore artifacts) {
        return new Builder(store, artifacts);
    }

    @Override
    public AppendResult append(Append append) {
        UserId user = append.stream().user();
        return store().append(new Append(
                append.stream(),
                append.expected(),
                append.writer(),
                append.records().stream().map(payload -> spilled(user, payload)).toList(),
                append.mark()));
    }

    @Override
    public boolean keep(StreamKey stream, long generation, Snapshot snapshot) {
        return store().keep(
                        stream,
                        generation,
                        new Snapshot(snapshot.version(), spilled(stream.user(), snapshot.payload())));
    }

    private Payload spilled(UserId user, Payload payload) {
        return payload.size() > limit || SpilledPayload.looksLikeOne(payload)
                ? SpilledPayload.of(payload, artifacts.put(user, payload.bytes()))
                        .reference()
                : payload;
    }

    @Override
    public List<StoredRecord> read(StreamKey stream, long from, int most) {
        return whole(() -> store().read(stream, from, most).stream()
                .map(record -> whole(stream, record))
                .toList());
    }

    @Override
    public Loaded load(StreamKey stream, StreamPosition known) {
        return whole(() -> {
            Loaded loaded = store().load(stream, known);
            return new Loaded(
                    loaded.end(),
                    loaded.snapshot().map(snapshot -> whole(stream, snapshot)),
                    loaded.tail().stream().map(record -> whole(stream, record)).toList());
        });
    }

    /** Again, as the stream and its artifacts may have been erased in between. */
    private static <T> T whole(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (StoreException.Corrupt missing) {
            return reading.get();
        }
    }

    private StoredRecord whole(StreamKey stream, StoredRecord record) {
        return new StoredRecord(
                record.version(),
                record.writer(),
                whole(stream, "record " + record.version(), record.payload()),
                record.at());
    }

    private Snapshot whole(StreamKey stream, Snapshot snapshot) {
        return new Snapshot(
                snapshot.version(), whole(stream, "the snapshot at version " + snapshot.version(), snapshot.payload()));
    }

    private Payload whole(StreamKey stream, String which, Payload payload) {
        if (!SpilledPayload.looksLikeOne(payload)) {
            return payload;
        }
        try {
            SpilledPayload spilled = SpilledPayload.of(payload);
            return spilled.payload(artifacts
                    .get(stream.user(), spilled.artifact())
                    .orElseThrow(() ->
                            new StoreException.Corrupt("artifact " + spilled.artifact() + " is not there", null)));
        } catch (StoreException.Corrupt | InvalidDefinitionException e) {
            throw new StoreException.Corrupt(
                    which + " of " + stream + " cannot be read: " + e.getMessage()
                            + "; restore its artifact from a backup, or delete the stream",
                    e);
        }
    }

    /** The streams first, so that none is left that refers to nothing. Where the artifacts cannot be reached, erase again. */
    @Override
    public long erase(UserId user) {
        long streams = store().erase(user);
        artifacts.erase(user);
        return streams;
    }

    /** Builds a {@link SpillingStateStore}. */
    public static final class Builder {
        private static final int MEBIBYTE = 1 << 20;

        private final StateStore store;
        private final ArtifactStore artifacts;
        private int limit = MEBIBYTE;

        private Builder(StateStore store, ArtifactStore artifacts) {
            this.store = Objects.requireNonNull(store, "store");
            this.artifacts = Objects.requireNonNull(artifacts, "artifacts");
        }

        /**
         * Keeps payloads of so many bytes in the streams, and larger ones as artifacts; 1 MiB by default.
         *
         * @throws InvalidDefinitionException if it is negative
         */
        public Builder limit(int bytes) {
            if (bytes < 0) {
                throw new InvalidDefinitionException("limit of a spilling store is " + bytes + "; use 0 or more bytes");
            }
            limit = bytes;
            return this;
        }

        /** The store. */
        public SpillingStateStore build() {
            return new SpillingStateStore(this);
        }
    }
}
