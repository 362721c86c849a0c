package ai.netra.agents.jdbc;

import ai.netra.agents.store.Append;
import ai.netra.agents.store.AppendResult;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.StreamPosition;
import java.sql.JDBCType;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An append that somebody waits for, with what is to be written. */
final class Pending {
    /** That in which a transaction locks streams. */
    static final Comparator<Pending> ORDER = Comparator.<Pending, String>comparing(pending -> pending.key.user())
            .thenComparing(pending -> pending.key.kind())
            .thenComparing(pending -> pending.key.name());

    final Append append;
    final KeyColumns key;
    final String doing;
    final CompletableFuture<AppendResult> result = new CompletableFuture<>();
    /** The records as bytes. */
    final List<byte[]> payloads;

    /** Encodes, which may throw. */
    Pending(Append append) {
        this.append = append;
        this.key = KeyColumns.of(append.stream());
        this.doing = "appending to " + append.stream();
        this.payloads = append.records().stream().map(Payload::bytes).toList();
    }

    boolean begins() {
        return append.expected().equals(StreamPosition.NONE);
    }

    long bytes() {
        return payloads.stream().mapToLong(payload -> payload.length).sum();
    }

    Object[] begin() {
        return key.before(size(), append.writer(), phase(), lease(), key.user(), key.kind(), key.name());
    }

    Object[] extend() {
        StreamPosition expected = append.expected();
        return key.after(size(), append.writer(), phase(), lease(), expected.generation(), expected.version());
    }

    void addRecords(long id, List<Object[]> rows) {
        long version = append.expected().version();
        for (int i = 0; i < payloads.size(); i++) {
            Payload record = append.records().get(i);
            version++;
            rows.add(new Object[] {version, append.writer(), record.kind(), record.schema(), payloads.get(i), id});
        }
    }

    StreamPosition end(long id) {
        return new StreamPosition(id, append.expected().version() + payloads.size());
    }

    private long size() {
        return payloads.size();
    }

    private Object phase() {
        return append.mark().<Object>map(mark -> mark.phase().label()).orElse(JDBCType.VARCHAR);
    }

    private Object lease() {
        return append.mark()
                .flatMap(Append.Mark::lease)
                .<Object>map(Columns::micros)
                .orElse(JDBCType.BIGINT);
    }
}
