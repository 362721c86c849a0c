package ai.netra.agents.tests.engine;

import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.CachePolicy;
import ai.netra.agents.NetraException;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunHandle;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.CacheKey;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.FakeAgent;
import ai.netra.agents.testkit.TestRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Outputs used again: for the same user and input, once made, and never after a failure. */
class CachePolicyTest {
    private final FakeAgent<String> agent = FakeAgent.returning(A, "made");
    private final Agent<String> cached = agent.with(p -> p.cache(CachePolicy.defaults()));

    private int callsAfter(RunRequest... requests) {
        try (TestRuntime runtime = TestRuntime.builder().register(cached).build()) {
            for (RunRequest request : requests) {
                assertThat(runtime.run(cached, request).orThrow()).isEqualTo("made");
            }
        }
        return agent.calls();
    }

    @Test
    void the_same_input_is_worked_on_once_and_spends_an_activation_each_time() {
        try (TestRuntime runtime = TestRuntime.builder().register(cached).build()) {
            runtime.run(cached, RunRequest.of("hello").user("ann"));
            OrchestrationResult<String> again =
                    runtime.run(cached, RunRequest.of("hello").user("ann"));

            assertThat(again.status()).isEqualTo(RunStatus.SUCCEEDED);
            assertThat(again.usage().activations()).isEqualTo(1);
        }
        assertThat(agent.calls()).isEqualTo(1);
    }

    @Test
    void another_user_never_hits() {
        assertThat(callsAfter(
                        RunRequest.of("hello").user("ann"),
                        RunRequest.of("hello").user("bob")))
                .isEqualTo(2);
    }

    @Test
    void another_message_or_attribute_is_another_input() {
        assertThat(callsAfter(
                        RunRequest.of("hello"),
                        RunRequest.of("good-bye"),
                        RunRequest.of("hello").attribute("level", 1),
                        RunRequest.of("hello").attribute("level", 2)))
                .isEqualTo(4);
    }

    @Test
    void what_is_read_and_what_varies_are_part_of_the_input() {
        AtomicInteger reads = new AtomicInteger();
        Agent<Integer> counter =
                Agent.of(AgentKey.of("counter", Integer.class), (input, context) -> reads.incrementAndGet() / 2);
        FakeAgent<String> reader =
                FakeAgent.builder(B).requires(counter.key()).returns("read").build();
        var flow = SequentialOrchestrator.of(FLOW)
                .then(counter)
                .endingIn(reader.with(p -> p.cache(CachePolicy.defaults().varyBy("model", "small"))));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            for (int i = 0; i < 4; i++) { // which reads 0, 1, 1, 2
                runtime.run(flow, RunRequest.of("hello"));
            }
        }

        assertThat(reader.calls()).isEqualTo(3);
    }

    @Test
    void is_made_anew_when_its_time_is_over() throws InterruptedException {
        var brief = agent.with(p -> p.cache(CachePolicy.defaults().ttl(Duration.ofMinutes(1))));
        try (TestRuntime runtime = TestRuntime.builder().register(brief).build()) {
            runtime.run(brief, RunRequest.of("hello"));
            runtime.scheduler().clock().sleep(Duration.ofSeconds(59));
            runtime.run(brief, RunRequest.of("hello"));
            runtime.scheduler().clock().sleep(Duration.ofSeconds(1));
            runtime.run(brief, RunRequest.of("hello"));
        }

        assertThat(agent.calls()).isEqualTo(2);
    }

    @Test
    void a_failure_is_never_kept() {
        FakeAgent<String> failing = FakeAgent.failing(A, new IllegalStateException("broken"));
        var careless = failing.with(p -> p.cache(CachePolicy.defaults()));
        try (TestRuntime runtime = TestRuntime.builder().register(careless).build()) {
            runtime.run(careless, RunRequest.of("hello"));
            runtime.run(careless, RunRequest.of("hello"));
        }

        assertThat(failing.calls()).isEqualTo(2);
    }

    @Test
    void a_replaced_output_is_never_kept() {
        FakeAgent<String> failing = FakeAgent.failing(A, new IllegalStateException("broken"));
        var careless = failing.with(p -> p.cache(CachePolicy.defaults()).fallback(returning(B)));
        try (TestRuntime runtime = TestRuntime.builder().register(careless).build()) {
            runtime.run(careless, RunRequest.of("hello"));
            assertThat(runtime.run(careless, RunRequest.of("hello")).status()).isEqualTo(RunStatus.DEGRADED);
        }

        assertThat(failing.calls()).isEqualTo(2);
    }

    @Test
    void a_thousand_who_want_the_same_at_once_are_served_by_one_call() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1_000);
        Agent<String> slow = Agent.<String>of(A, (input, context) -> {
                    calls.incrementAndGet();
                    begun.await();
                    return "made";
                })
                .with(p -> p.cache(CachePolicy.defaults()));
        try (LocalAgentRuntime runtime =
                LocalAgentRuntime.builder().register(slow).build()) {
            List<RunHandle<String>> handles = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                handles.add(runtime.start(slow, RunRequest.of("hello").user("ann")));
                begun.countDown();
            }
            for (RunHandle<String> handle : handles) {
                assertThat(handle.result().orThrow()).isEqualTo("made");
            }
        }

        assertThat(calls).hasValue(1);
    }

    @Test
    void who_waited_for_a_call_that_was_cancelled_makes_it_itself() throws InterruptedException {
        FakeAgent<String> slow = FakeAgent.builder(A)
                .waits(Duration.ofMinutes(1))
                .returns("made")
                .build();
        var shared = slow.with(p -> p.cache(CachePolicy.defaults()));
        try (TestRuntime runtime = TestRuntime.builder().register(shared).build()) {
            Task self = runtime.scheduler().adopt("test"); // time stands still while it works
            RunHandle<String> first =
                    runtime.start(shared, RunRequest.of("hello").runId("first"));
            RunHandle<String> second =
                    runtime.start(shared, RunRequest.of("hello").runId("second"));
            RunHandle<String> third =
                    runtime.start(shared, RunRequest.of("hello").runId("third"));
            runtime.scheduler().schedule(Duration.ofSeconds(10), () -> first.cancel("enough"));

            List<RunStatus> ends = List.of(
                    first.result().status(),
                    second.result().status(),
                    third.result().status());
            self.release();
            assertThat(ends).containsExactlyInAnyOrder(RunStatus.CANCELLED, RunStatus.SUCCEEDED, RunStatus.SUCCEEDED);
        }

        assertThat(slow.calls()).isBetween(1, 2);
    }

    @Test
    void who_waits_for_another_call_keeps_its_own_deadline() {
        FakeAgent<String> slow = FakeAgent.builder(A)
                .waits(Duration.ofMinutes(1))
                .returns("made")
                .build();
        Agent<String> shared = slow.with(p -> p.cache(CachePolicy.defaults()));
        Agent<String> hasty = shared.with(p -> p.timeout(Duration.ofSeconds(5)));
        Agent<String> latecomer = Agent.of(B, (input, context) -> {
            context.clock().sleep(Duration.ofSeconds(10));
            return context.call(hasty, input);
        });
        var flow = Flows.collect(shared, latecomer);
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            OrchestrationResult<String> result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(Flows.outcome(result, B)).isInstanceOf(Outcome.TimedOut.class);
            assertThat(Flows.outcome(result, A)).isEqualTo(new Outcome.Succeeded<>("made"));
        }

        assertThat(slow.calls()).isEqualTo(1);
    }

    @Test
    void an_agent_that_wants_its_own_output_does_not_wait_for_itself() {
        AtomicInteger depth = new AtomicInteger();
        List<Agent<String>> self = new ArrayList<>();
        Agent<String> recursive = Agent.<String>of(
                        A, (input, context) -> depth.incrementAndGet() < 3 ? context.call(self.get(0), input) : "made")
                .with(p -> p.cache(CachePolicy.defaults()));
        self.add(recursive);
        try (TestRuntime runtime = TestRuntime.builder().register(recursive).build()) {
            OrchestrationResult<String> result = runtime.run(recursive, RunRequest.of("hello"));

            assertThat(result.orThrow()).isEqualTo("made");
            assertThat(result.duration()).isZero();
        }
    }

    @Test
    void a_cache_that_cannot_be_reached_costs_no_output() {
        try (TestRuntime runtime = TestRuntime.builder()
                .register(cached)
                .setup(builder -> builder.cache(new BrokenCache()))
                .build()) {
            assertThat(runtime.run(cached, RunRequest.of("hello")).orThrow()).isEqualTo("made");
            assertThat(runtime.run(cached, RunRequest.of("hello")).orThrow()).isEqualTo("made");
        }

        assertThat(agent.calls()).isEqualTo(2);
    }

    /** A cache behind a broken network. */
    private static final class BrokenCache implements AgentCache {
        @Override
        public <O> Optional<O> find(CacheKey<O> key) {
            throw new NetraException("no network");
        }

        @Override
        public <O> void put(CacheKey<O> key, O output, Duration ttl) {
            throw new NetraException("no network");
        }

        @Override
        public void forget(CacheKey<?> key) {
            throw new NetraException("no network");
        }

        @Override
        public void forget(AgentKey<?> agent) {
            throw new NetraException("no network");
        }

        @Override
        public void forget(UserId user) {
            throw new NetraException("no network");
        }
    }
}
