package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.CachePolicy;
import ai.netra.agents.FailureKind;
import ai.netra.agents.NetraException;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunId;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.CacheKey;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long those wait who want what another is working on, and how long anybody waits for a cache. */
@Timeout(60)
class SharedOutputsTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final VirtualClock clock = VirtualClock.automatic();
    private final List<Instant> begun = Collections.synchronizedList(new ArrayList<>());

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    /** Has some runs ask for an agent's output, one second after the other, and says how they ended. */
    private static List<OrchestrationResult<String>> results(TestRuntime runtime, List<Agent<String>> agents)
            throws InterruptedException {
        Task self = runtime.scheduler().adopt("test"); // time stands still while it works
        List<RunHandle<String>> handles = new ArrayList<>();
        for (Agent<String> agent : agents) {
            handles.add(runtime.start(agent, RunRequest.of("hello")));
            runtime.scheduler().clock().sleep(seconds(1)); // so that the first is the one that makes the call
        }
        List<OrchestrationResult<String>> results = new ArrayList<>();
        for (RunHandle<String> handle : handles) {
            results.add(handle.result());
        }
        self.release();
        return results;
    }

    @Test
    void after_a_call_that_failed_all_who_waited_try_at_once() throws InterruptedException {
        Agent<String> failing = Agent.<String>of(A, (input, context) -> {
                    begun.add(context.clock().instant());
                    context.clock().sleep(seconds(10));
                    throw new IllegalStateException("broken");
                })
                .with(p -> p.cache(CachePolicy.defaults()));
        try (TestRuntime runtime =
                TestRuntime.builder().scheduler(clock).register(failing).build()) {
            assertThat(results(runtime, List.of(failing, failing, failing, failing)))
                    .extracting(OrchestrationResult::duration)
                    .containsExactly(seconds(10), seconds(19), seconds(18), seconds(17));
        }

        Instant after = VirtualClock.START.plusSeconds(10);
        assertThat(begun).containsExactly(VirtualClock.START, after, after, after);
    }

    @Test
    void what_one_of_those_makes_is_kept() throws InterruptedException {
        Agent<String> recovering = Agent.<String>of(A, (input, context) -> {
                    begun.add(context.clock().instant());
                    context.clock().sleep(seconds(10));
                    if (begun.size() == 1) {
                        throw new IllegalStateException("broken");
                    }
                    return "made";
                })
                .with(p -> p.cache(CachePolicy.defaults()));
        try (TestRuntime runtime =
                TestRuntime.builder().scheduler(clock).register(recovering).build()) {
            assertThat(results(runtime, List.of(recovering, recovering)).getLast())
                    .hasOutput("made");
            assertThat(runtime.run(recovering, RunRequest.of("hello"))).hasOutput("made");
        }

        assertThat(begun).hasSize(2);
    }

    @Test
    void after_a_call_that_was_cancelled_one_of_those_who_waited_makes_it_for_all() throws InterruptedException {
        Agent<String> slow = Agent.<String>of(A, (input, context) -> {
                    begun.add(context.clock().instant());
                    context.clock().sleep(seconds(20));
                    return "made";
                })
                .with(p -> p.cache(CachePolicy.defaults()));
        try (TestRuntime runtime =
                TestRuntime.builder().scheduler(clock).register(slow).build()) {
            clock.schedule(seconds(10), () -> runtime.cancel(UserId.LOCAL, begunFirst(runtime), "enough"));
            List<OrchestrationResult<String>> results = results(runtime, List.of(slow, slow, slow, slow));

            assertThat(results.getFirst()).cancelled();
            assertThat(results.subList(1, 4))
                    .allSatisfy(result -> assertThat(result).hasOutput("made"))
                    .extracting(OrchestrationResult::duration)
                    .containsExactly(seconds(29), seconds(28), seconds(27));
        }

        assertThat(begun).hasSize(2);
    }

    private static RunId begunFirst(TestRuntime runtime) {
        return runtime.recorder().events().getFirst().source().run();
    }

    @Test
    void who_waits_for_another_call_waits_no_longer_than_the_time_of_an_attempt() throws InterruptedException {
        Agent<String> stuckOnce = Agent.<String>of(A, (input, context) -> {
                    begun.add(context.clock().instant());
                    if (begun.size() == 1) {
                        context.clock().sleep(Duration.ofMinutes(1));
                    }
                    return "made";
                })
                .with(p -> p.cache(CachePolicy.defaults()));
        Agent<String> hasty = stuckOnce.with(p -> p.attemptTimeout(seconds(5)));
        try (TestRuntime runtime = TestRuntime.builder()
                .scheduler(clock)
                .register(stuckOnce)
                .register(hasty)
                .build()) {
            OrchestrationResult<String> waiting =
                    results(runtime, List.of(stuckOnce, hasty)).getLast();

            assertThat(waiting).hasOutput("made");
            assertThat(waiting.duration()).isEqualTo(seconds(5));
        }
    }

    @Test
    void a_cache_that_does_not_answer_has_no_more_time_than_the_activation() {
        FakeAgent<String> agent = FakeAgent.returning(A, "made");
        Agent<String> cached = agent.with(p -> p.cache(CachePolicy.defaults()).timeout(seconds(5)));
        try (TestRuntime runtime = TestRuntime.builder()
                .scheduler(clock)
                .setup(builder -> builder.cache(new HangingCache(LONG, Duration.ZERO)))
                .register(cached)
                .build()) {
            var result = runtime.run(cached, RunRequest.of("hello"));

            assertThat(result).failedWith(FailureKind.TIMED_OUT);
            assertThat(result.duration()).isEqualTo(seconds(5));
        }
        assertThat(agent.calls()).isZero();
    }

    @Test
    void a_cache_that_does_not_take_an_output_has_no_more_time_than_the_activation_and_costs_no_output() {
        FakeAgent<String> next = FakeAgent.returning(B, "B");
        Agent<String> cached = FakeAgent.returning(A, "made")
                .with(p -> p.cache(CachePolicy.defaults()).timeout(seconds(5)));
        var flow = SequentialOrchestrator.of(FLOW).then(cached).endingIn(next);
        try (TestRuntime runtime = TestRuntime.builder()
                .scheduler(clock)
                .setup(builder -> builder.cache(new HangingCache(Duration.ZERO, LONG)))
                .register(flow)
                .build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).succeeded().hasOutput("B");
            assertThat(result.duration()).isEqualTo(seconds(5));
        }
    }

    /** A cache behind a network that swallows what is sent. */
    private final class HangingCache implements AgentCache {
        private final Duration finding;
        private final Duration putting;

        private HangingCache(Duration finding, Duration putting) {
            this.finding = finding;
            this.putting = putting;
        }

        private void hang(Duration duration) {
            try {
                clock.clock().sleep(duration);
            } catch (InterruptedException e) {
                throw new NetraException("interrupted", e);
            }
        }

        @Override
        public <O> Optional<O> find(CacheKey<O> key) {
            hang(finding);
            return Optional.empty();
        }

        @Override
        public <O> void put(CacheKey<O> key, O output, Duration ttl) {
            hang(putting);
        }

        @Override
        public void forget(CacheKey<?> key) {}

        @Override
        public void forget(AgentKey<?> agent) {}

        @Override
        public void forget(UserId user) {}
    }
}
