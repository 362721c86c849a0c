package ai.netra.agents.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.jdbc.JdbcStateStore;
import ai.netra.agents.store.StateStore;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class TwoRuntimesIT {
    private static final int ROUNDS = 200;
    private static final int SOME = ROUNDS / 10; // a machine may stop one of them in the middle

    @Test
    void share_a_thread_in_postgres() throws Exception {
        try (KillablePostgres postgres = new KillablePostgres()) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(postgres.url());
            try (StateStore one = JdbcStateStore.builder(source).build();
                    StateStore other = JdbcStateStore.builder(source).build();
                    TwoRuntimes two = new TwoRuntimes(one, other)) {
                TwoRuntimes.Counts counts = two.compete(ROUNDS);
                System.out.println("on PostgreSQL: " + counts);
                assertThat(counts.bothLost()).isLessThan(SOME);
            }
        }
    }
}
