package ai.netra.agents.suite.workload;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/**
 * The two tables, in types that every SQL database has. Times are nanoseconds since 1970 in a bigint, because databases differ in how precise their
 * timestamps are. The primary key of requests is also the order they are read in.
 */
final class JdbcSchema {
    static final String LOADS = "netra_workload_load";
    static final String REQUESTS = "netra_workload_request";

    private static final String CREATE_LOADS = """
        create table netra_workload_load (
          owner_id varchar(200) not null, workload_id varchar(200) not null, load_no integer not null, state varchar(12) not null,
          row_count bigint not null, malformed bigint not null, duplicates bigint not null, out_of_order bigint not null,
          first_ns bigint not null, last_ns bigint not null,
          with_model bigint not null, with_feature bigint not null, with_user bigint not null,
          with_latency bigint not null, with_ttft bigint not null, with_error bigint not null,
          primary key (owner_id, workload_id, load_no))\
        """;
    private static final String CREATE_REQUESTS = """
        create table netra_workload_request (
          owner_id varchar(200) not null, workload_id varchar(200) not null,
          time_ns bigint not null, load_no integer not null, row_no bigint not null,
          input_tokens bigint not null, output_tokens bigint not null,
          model varchar(200), feature varchar(200), user_name varchar(200),
          latency_ns bigint, ttft_ns bigint, failed smallint,
          primary key (owner_id, workload_id, time_ns, load_no, row_no))\
        """;

    private JdbcSchema() {}

    /** Creates what is not there yet; several processes may do so at once. */
    static void create(JdbcTransactions transactions) {
        createUnlessThere(transactions, LOADS, CREATE_LOADS);
        createUnlessThere(transactions, REQUESTS, CREATE_REQUESTS);
    }

    private static void createUnlessThere(JdbcTransactions transactions, String table, String sql) {
        if (isThere(transactions, table)) {
            return;
        }
        try {
            transactions.run("create table " + table, connection -> execute(connection, sql));
        } catch (WorkloadException e) {
            if (!isThere(transactions, table)) {
                throw e;
            }
        }
    }

    private static boolean isThere(JdbcTransactions transactions, String table) {
        return transactions.run("look for table " + table, connection -> {
            for (String name : List.of(table, table.toUpperCase(Locale.ROOT))) {
                try (var tables = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), name, null)) {
                    if (tables.next()) {
                        return true;
                    }
                }
            }
            return false;
        });
    }

    private static boolean execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute(sql);
        }
    }
}
