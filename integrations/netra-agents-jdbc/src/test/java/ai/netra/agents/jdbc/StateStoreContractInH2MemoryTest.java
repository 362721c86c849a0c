package ai.netra.agents.jdbc;

import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.StateStoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;

class StateStoreContractInH2MemoryTest extends StateStoreContract {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final JdbcDataSource source = new JdbcDataSource();

    StateStoreContractInH2MemoryTest() {
        source.setURL("jdbc:h2:mem:contract" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
    }

    @AfterEach
    void forget() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
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
