package ai.netra.agents.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StreamPosition;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
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
}
