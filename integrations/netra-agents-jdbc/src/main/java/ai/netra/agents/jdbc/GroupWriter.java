package ai.netra.agents.jdbc;

import java.sql.SQLException;
import java.util.List;

/** How a database is told of a group of appends, of different streams and in the order of their keys: all of them as a whole, or nothing. */
interface GroupWriter {
    /** The ids of the streams, 0 for those that had not come as far as expected. */
    long[] write(List<Pending> group) throws SQLException;
}
