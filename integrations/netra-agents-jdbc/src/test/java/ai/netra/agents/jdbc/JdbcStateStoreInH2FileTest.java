package ai.netra.agents.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.store.Append;
import ai.netra.agents.store.Append.Mark;
import ai.netra.agents.store.Payload;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StreamPosition;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcStateStoreInH2FileTest extends JdbcStateStoreScenarios {
    @TempDir
    Path folder;

    private Connection keepsTheFileOpen;

    @BeforeEach
    void open() throws SQLException {
        keepsTheFileOpen = source().getConnection();
    }

    @AfterEach
    void closeFile() throws SQLException {
        keepsTheFileOpen.close();
    }

    @Override
    DataSource source() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder.resolve("scenarios"));
        return source;
    }

    @Test
    void what_was_appended_is_in_the_file_when_that_is_opened_again() throws Exception {
        StreamPosition end;
        try (StateStore store = builder().build()) {
            end = appended(store.append(append(run(ANN, "r"), StreamPosition.NONE, "w", "a", "b")));
        }
        closeFile();
        open();
        try (StateStore store = builder().build()) {
            assertThat(store.load(run(ANN, "r")).end()).isEqualTo(end);
            assertThat(texts(store.load(run(ANN, "r")).tail())).containsExactly("a", "b");
        }
    }

    @Test
    void runs_that_are_over_cost_nothing_where_unfinished_ones_are_looked_for() throws Exception {
        int over = 40;
        try (StateStore store = builder().build()) {
            for (int i = 0; i < over; i++) {
                appended(store.append(Append.to(
                        run(ANN, "over" + i),
                        StreamPosition.NONE,
                        "w",
                        List.of(Payload.of("text", 1, new byte[1])),
                        Mark.ended())));
            }
            appended(store.append(append(run(ANN, "open"), StreamPosition.NONE, "w", "a")));
        }
        String sql = new Statements(Dialect.H2, new Tables("", prefix)).unfinished;
        try (PreparedStatement explained = keepsTheFileOpen.prepareStatement("EXPLAIN ANALYZE " + sql)) {
            explained.setString(1, ANN.value());
            explained.setString(2, run(ANN, "open").thread().value());
            explained.setString(3, "");
            explained.setInt(4, 10);
            try (ResultSet plan = explained.executeQuery()) {
                plan.next();
                Matcher scanned = Pattern.compile("scanCount: (\\d+)").matcher(plan.getString(1));
                assertThat(scanned.find()).isTrue();
                assertThat(Integer.parseInt(scanned.group(1))).isLessThan(over / 2);
            }
        }
    }
}
