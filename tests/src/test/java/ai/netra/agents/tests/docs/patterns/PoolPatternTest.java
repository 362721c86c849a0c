package ai.netra.agents.tests.docs.patterns;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.pool.AgentPool;
import ai.netra.agents.core.pool.AgentPoolBuilder;
import ai.netra.agents.core.pool.PoolLease;
import ai.netra.agents.testkit.TestRuntime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The code of docs/patterns/pool.md. */
@Timeout(60)
class PoolPatternTest {
    /** Something that is slow to start and serves one at a time. */
    static final class Browser {
        private static final AtomicInteger LAUNCHED = new AtomicInteger();

        static Browser launch() {
            LAUNCHED.incrementAndGet();
            return new Browser();
        }

        Page open(String address) {
            if (address.isEmpty()) {
                throw new IllegalStateException("no address");
            }
            return new Page("page of " + address);
        }

        void clearSession() {}

        void quit() {}
    }

    // tag::example
    record Page(String text) {}

    static final AgentKey<Page> PAGE = AgentKey.of("page", Page.class);

    static AgentPoolBuilder<Browser> browsers() {
        return AgentPool.builder("browsers", Browser::launch, Browser::clearSession)
                .size(4)
                .maxWait(Duration.ofSeconds(30))
                .disposal(Browser::quit);
    }

    static Agent<Page> fetcher(AgentPool<Browser> browsers) {
        return browsers.agent(PAGE, (browser, input, context) -> browser.open(input.message()));
    }
    // end::example

    @Test
    void activations_borrow_an_instance_each() {
        // tag::example
        try (AgentPool<Browser> pool = browsers().build()) {
            Agent<Page> fetcher = fetcher(pool);
            try (TestRuntime runtime = TestRuntime.builder().register(fetcher).build()) {
                assertThat(runtime.run(fetcher, RunRequest.of("example.org")))
                        .succeeded()
                        .hasOutput(new Page("page of example.org"));
                assertThat(pool.counts().borrowed()).isEqualTo(1);
            }
        }
        // end::example
    }

    @Test
    void an_instance_whose_work_threw_is_replaced() {
        int before = Browser.LAUNCHED.get();
        try (AgentPool<Browser> pool = browsers().size(1).build()) {
            Agent<Page> fetcher = fetcher(pool);
            try (TestRuntime runtime = TestRuntime.builder().register(fetcher).build()) {
                assertThat(runtime.run(fetcher, RunRequest.of(""))).failedWith(FailureKind.AGENT_ERROR);
                assertThat(runtime.run(fetcher, RunRequest.of("example.org"))).succeeded();
                assertThat(runtime.run(fetcher, RunRequest.of("example.org"))).succeeded();
            }
        }
        assertThat(Browser.LAUNCHED.get() - before).isEqualTo(2);
    }

    @Test
    void a_pool_without_a_free_instance_fails_the_activation() throws InterruptedException {
        try (AgentPool<Browser> pool = browsers().size(1).maxWait(Duration.ZERO).build();
                PoolLease<Browser> held = pool.borrow("test")) {
            Agent<Page> fetcher = fetcher(pool);
            try (TestRuntime runtime = TestRuntime.builder().register(fetcher).build()) {
                assertThat(runtime.run(fetcher, RunRequest.of("example.org")))
                        .failedWith(FailureKind.AGENT_ERROR)
                        .hasErrorContaining("browsers");
                assertThat(held.instance()).isNotNull();
            }
        }
    }
}
