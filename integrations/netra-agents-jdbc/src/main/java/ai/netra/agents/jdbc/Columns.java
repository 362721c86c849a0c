package ai.netra.agents.jdbc;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunId;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.store.Lease;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.RunHeader;
import ai.netra.agents.store.RunPhase;
import ai.netra.agents.store.StoreException;
import ai.netra.agents.store.StoredRecord;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.store.StreamPosition;
import ai.netra.agents.store.ThreadHeader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Rows as what they hold; one that cannot be is corrupt. */
final class Columns {
    private Columns() {}

    static long micros(Lease lease) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.EPOCH.plus(lease.time()));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static StoredRecord record(ResultSet row) throws SQLException {
        return new StoredRecord(
                row.getLong("version"), row.getString("writer"), payload(row), instant(row, "appended_at"));
    }

    static Payload payload(ResultSet row) throws SQLException {
        String kind = row.getString("kind");
        int schema = row.getInt("schema_no");
        byte[] bytes = row.getBytes("payload");
        try {
            return Payload.of(kind, schema, bytes);
        } catch (InvalidDefinitionException malformed) {
            throw new StoreException.Corrupt(
                    "a payload of kind '" + kind + "' and schema " + schema + " was never written as such", malformed);
        }
    }

    static RunHeader run(ResultSet row) throws SQLException {
        StreamKey.OfRun key = new StreamKey.OfRun(
                UserId.of(Ids.id(row.getString("user_id"))),
                ThreadId.of(Ids.id(row.getString("thread_id"))),
                RunId.of(Ids.id(row.getString("name"))));
        return new RunHeader(
                key,
                end(row),
                RunPhase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
                row.getString("writer"),
                instant(row, "begun_at"),
                instant(row, "changed_at"),
                Optional.ofNullable(row.getObject("leased_until", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant));
    }

    static ThreadHeader thread(ResultSet row) throws SQLException {
        StreamKey.OfThread key = new StreamKey.OfThread(
                UserId.of(Ids.id(row.getString("user_id"))), ThreadId.of(Ids.id(row.getString("thread_id"))));
        return new ThreadHeader(key, end(row), instant(row, "changed_at"));
    }

    private static StreamPosition end(ResultSet row) throws SQLException {
        return new StreamPosition(row.getLong("id"), row.getLong("version"));
    }
}
