package ai.netra.agents.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.jdbc.JdbcStateStore;
import ai.netra.agents.store.StateStore;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;

class TwoRuntimesTest {
    private static final int ROUNDS = 1_000;
    private static final int SOME = ROUNDS / 50; // a machine may stop one of them in the middle

    @Test
    void share_a_thread_in_memory() throws Exception {
        try (InMemoryStateStore store = InMemoryStateStore.create();
                TwoRuntimes two = new TwoRuntimes(store, store)) {
            TwoRuntimes.Counts counts = two.compete(ROUNDS);
            System.out.println("in memory: " + counts);
            assertThat(counts.bothLost()).isLessThan(SOME);
        }
    }

    @Test
    void share_a_thread_in_h2() throws Exception {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:two-runtimes;DB_CLOSE_DELAY=-1");
        try (StateStore one = JdbcStateStore.builder(source).build();
                StateStore other = JdbcStateStore.builder(source).build();
                TwoRuntimes two = new TwoRuntimes(one, other)) {
            TwoRuntimes.Counts counts = two.compete(ROUNDS);
            System.out.println("on H2: " + counts);
            assertThat(counts.bothLost()).isLessThan(SOME);
        }
    }
}
