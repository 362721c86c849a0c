package ai.netra.agents.jdbc;

import ai.netra.agents.store.StateStore;
import ai.netra.agents.testkit.StateStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class StateStoreContractInPostgresIT extends StateStoreContract {
    private static PostgresServer server;

    private final String prefix = "contract" + JdbcStateStoreScenarios.PREFIXES.incrementAndGet() + "_";

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private JdbcStateStore.Builder builder() {
        return JdbcStateStore.builder(server.source()).tablePrefix(prefix).timeout(Duration.ofMinutes(1));
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

    @Override
    protected Optional<Runnable> outage() {
        try {
            server.stop();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return Optional.of(() -> {
            try {
                server.startAgain();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }
}
