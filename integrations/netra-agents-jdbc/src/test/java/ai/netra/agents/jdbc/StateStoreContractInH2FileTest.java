package ai.netra.agents.jdbc;

import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.StateStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;

class StateStoreContractInH2FileTest extends StateStoreContract {
    private final JdbcDataSource source = new JdbcDataSource();
    private final Path folder = Files.createTempDirectory("netra-h2");
    private final Connection keepsTheFileOpen;

    StateStoreContractInH2FileTest() throws IOException, SQLException {
        source.setURL("jdbc:h2:file:" + folder.resolve("contract"));
        keepsTheFileOpen = source.getConnection();
    }

    @AfterEach
    void delete() throws IOException, SQLException {
        keepsTheFileOpen.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private JdbcStateStore.Builder builder() {
        return JdbcStateStore.builder(source).timeout(Duration.ofMinutes(1));
    }

    @Override
    protected StateStore newStore() {
        return builder().build();
    }

    @Override
    protected Optional<StateStore> newStoreOf(int maxPayload) {
        return Optional.of(builder().maxPayload(maxPayload).build());
    }

    @Override
    protected void pass(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos()); // by the database's own clock
    }
}
