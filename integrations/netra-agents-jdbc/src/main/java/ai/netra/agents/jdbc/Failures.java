package ai.netra.agents.jdbc;

import ai.netra.agents.store.StoreException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Optional;

/** What an SQL state says; that of a class has two characters. */
final class Failures {
    private Failures() {}

    /** The exception that callers see. The driver's message stays in the cause, as it may hold values. */
    static StoreException of(String doing, SQLException thrown) {
        SQLException cause = withoutValues(thrown);
        String state = state(cause);
        if (state.startsWith("42") || state.startsWith("3F") || state.equals("90079") || state.equals("90096")) {
            return new StoreException.NotReady(
                    doing + " failed with SQL state " + state + ": a table is missing, of another version, or not this"
                            + " user's to use; run the scripts and grant select,"
                            + " insert, update and delete on the tables",
                    cause);
        }
        return new StoreException.Unavailable(
                doing + " failed" + (state.isEmpty() ? "" : " with SQL state " + state)
                        + "; see the cause, and whether the database is up and the pool has connections left",
                cause);
    }

    /** What drivers say of a batch, of a constraint and of a malformed value quotes whole rows, payloads among them. */
    private static SQLException withoutValues(SQLException thrown) {
        if (thrown instanceof BatchUpdateException && thrown.getNextException() != null) {
            return withoutValues(thrown.getNextException());
        }
        String state = state(thrown);
        if (!(thrown instanceof BatchUpdateException) && !state.startsWith("22") && !state.startsWith("23")) {
            return thrown;
        }
        SQLException bare = new SQLException(
                thrown.getClass().getName() + ", without its message, which may quote a row",
                state,
                thrown.getErrorCode());
        bare.setStackTrace(thrown.getStackTrace());
        return bare;
    }

    /** Whether trying the same again may go well: others were in the way. */
    static boolean passing(SQLException thrown) {
        String state = state(thrown);
        return state.startsWith("40") || state.equals("23505") || state.equals("90131");
    }

    /** Whether the connection or the server is gone or too slow, so that nobody's statements would do better. */
    static boolean general(SQLException thrown) {
        String state = state(thrown);
        return state.isEmpty() || state.startsWith("08") || state.startsWith("57") || state.startsWith("53");
    }

    private static String state(SQLException thrown) {
        return Optional.ofNullable(thrown.getSQLState()).orElse("");
    }
}
