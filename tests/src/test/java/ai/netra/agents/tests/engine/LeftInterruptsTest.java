package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.AgentKey;
import ai.netra.agents.CachePolicy;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.CacheKey;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Interrupts that the host's code leaves on a thread of the runtime's: they reach no agent. */
@Timeout(60)
class LeftInterruptsTest {
    private final FakeAgent<String> first =
            FakeAgent.builder(A).waits(Duration.ofMillis(1)).returns("A").build();
    private final FakeAgent<String> second =
            FakeAgent.builder(B).waits(Duration.ofMillis(1)).returns("B").build();

    /** On which threads. */
    private enum Threads {
        REAL,
        VIRTUAL;

        Scheduler scheduler() {
            return switch (this) {
                case REAL -> SystemScheduler.create();
                case VIRTUAL -> VirtualClock.automatic();
            };
        }
    }

    private static void leave() {
        Thread.currentThread().interrupt();
    }

    @ParameterizedTest
    @EnumSource
    void of_an_orchestrators_decision(Threads threads) throws InterruptedException {
        var flow = SequentialOrchestrator.of(AgentKey.of("steps", String.class))
                .then(first)
                .endingIn(second);
        var leaving = DecidingOrchestrator.of(
                FLOW,
                progress -> {
                    leave();
                    return flow.decide(progress);
                },
                first,
                second);
        try (Scheduler scheduler = threads.scheduler();
                LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                        .scheduler(scheduler)
                        .register(leaving)
                        .build()) {
            assertThat(runtime.start(leaving, RunRequest.of("hello")).result()).hasOutput("B");
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_a_listener(Threads threads) throws InterruptedException {
        var flow = SequentialOrchestrator.of(FLOW).then(first).endingIn(second);
        try (Scheduler scheduler = threads.scheduler();
                LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                        .scheduler(scheduler)
                        .listener(event -> leave())
                        .register(flow)
                        .build()) {
            assertThat(runtime.start(flow, RunRequest.of("hello")).result()).hasOutput("B");
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_a_listener_on_the_threads_of_branches(Threads threads) throws InterruptedException {
        var flow = Flows.all(first, second);
        try (Scheduler scheduler = threads.scheduler();
                LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                        .scheduler(scheduler)
                        .listener(event -> leave())
                        .register(flow)
                        .build()) {
            assertThat(runtime.start(flow, RunRequest.of("hello")).result()).hasOutput("AB");
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_a_cache(Threads threads) throws InterruptedException {
        CachePolicy kept = CachePolicy.defaults();
        var flow = SequentialOrchestrator.of(FLOW)
                .then(first.with(p -> p.cache(kept)))
                .endingIn(second.with(p -> p.cache(kept)));
        try (Scheduler scheduler = threads.scheduler();
                LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                        .scheduler(scheduler)
                        .cache(new LeavingCache())
                        .register(flow)
                        .build()) {
            assertThat(runtime.start(flow, RunRequest.of("hello")).result()).hasOutput("B");
        }
    }

    @Test
    void of_the_hosts_own_thread_are_the_hosts_and_cancel_the_run() {
        var flow = SequentialOrchestrator.of(FLOW).then(first).endingIn(second);
        try (LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                .scheduler(VirtualClock.automatic())
                .listener(event -> leave())
                .register(flow)
                .build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).cancelled();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** A cache that keeps nothing, and whose client takes an interrupt for its own. */
    private static final class LeavingCache implements AgentCache {
        @Override
        public <O> Optional<O> find(CacheKey<O> key) {
            leave();
            return Optional.empty();
        }

        @Override
        public <O> void put(CacheKey<O> key, O output, Duration ttl) {
            leave();
        }

        @Override
        public void forget(CacheKey<?> key) {}

        @Override
        public void forget(AgentKey<?> agent) {}

        @Override
        public void forget(UserId user) {}
    }
}
