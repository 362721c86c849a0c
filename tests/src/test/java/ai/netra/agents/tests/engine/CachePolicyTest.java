package ai.netra.agents.tests.engine;

import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static ai.netra.agents.tests.engine.Flows.returning;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Outputs used again: for the same user and input, once made, and never after a failure. */
class CachePolicyTest {
    private final FakeAgent<String> agent = FakeAgent.returning(A, "made");
    private final Agent<String> cached = agent.with(p -> p.cache(CachePolicy.defaults()));

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

    static Stream<Arguments> inputs() {
        RunRequest hello = RunRequest.of("hello").user("ann");
        RunRequest both = hello.attribute("level", 1).attribute("depth", 2);
        CachePolicy kept = CachePolicy.defaults();
        CachePolicy brief = kept.ttl(Duration.ofMinutes(1));
        Duration none = Duration.ZERO;
        return Stream.of(
                Arguments.of("the same", kept, hello, hello, none, 1),
                Arguments.of("another user", kept, hello, hello.user("bob"), none, 2),
                Arguments.of(
                        "another message",
                        kept,
                        hello,
                        RunRequest.of("good-bye").user("ann"),
                        none,
                        2),
                Arguments.of("an attribute more", kept, hello, hello.attribute("level", 1), none, 2),
                Arguments.of(
                        "another attribute", kept, hello.attribute("level", 1), hello.attribute("level", 2), none, 2),
                Arguments.of(
                        "attributes in another order",
                        kept,
                        both,
                        hello.attribute("depth", 2).attribute("level", 1),
                        none,
                        1),
                Arguments.of("another thread", kept, hello.thread("t1"), hello.thread("t2"), none, 1),
                Arguments.of("another run id", kept, hello.runId("r1"), hello.runId("r2"), none, 1),
                Arguments.of("before an hour is over", kept, hello, hello, Duration.ofSeconds(3_599), 1),
                Arguments.of("after an hour", kept, hello, hello, Duration.ofHours(1), 2),
                Arguments.of("before its time is over", brief, hello, hello, Duration.ofSeconds(59), 1),
                Arguments.of("after its time", brief, hello, hello, Duration.ofMinutes(1), 2));
    }

    @ParameterizedTest(name = "{0}: {5}")
    @MethodSource("inputs")
    void an_output_is_made_once_for_each_user_and_input_while_it_is_kept(
            String name, CachePolicy policy, RunRequest first, RunRequest second, Duration between, int calls)
            throws InterruptedException {
        var kept = agent.with(p -> p.cache(policy));
        try (TestRuntime runtime = TestRuntime.builder().register(kept).build()) {
            assertThat(runtime.run(kept, first).orThrow()).isEqualTo("made");
            runtime.scheduler().clock().sleep(between);
            assertThat(runtime.run(kept, second).orThrow()).isEqualTo("made");
        }

        assertThat(agent.calls()).isEqualTo(calls);
    }

    @Test
    void what_is_read_is_part_of_the_input() {
        AtomicInteger reads = new AtomicInteger();
        Agent<Integer> counter =
                Agent.of(AgentKey.of("counter", Integer.class), (input, context) -> reads.incrementAndGet() / 2);
        FakeAgent<String> reader =
                FakeAgent.builder(B).requires(counter.key()).returns("read").build();
        var flow = SequentialOrchestrator.of(FLOW)
                .then(counter)
                .endingIn(reader.with(p -> p.cache(CachePolicy.defaults())));
        try (TestRuntime runtime = TestRuntime.builder().register(flow).build()) {
            for (int i = 0; i < 4; i++) { // which reads 0, 1, 1, 2
                runtime.run(flow, RunRequest.of("hello"));
            }
        }

        assertThat(reader.calls()).isEqualTo(3);
    }

    /** An agent that gives another output each time it is asked. */
    private record Counting(String version, AtomicInteger calls) implements Agent<String> {
        @Override
        public AgentKey<String> key() {
            return A;
        }

        @Override
        public String process(AgentInput input, AgentContext context) {
            return "call " + calls.incrementAndGet();
        }
    }

    @Test
    void agents_of_one_name_that_vary_or_have_another_version_do_not_share_outputs() {
        AtomicInteger calls = new AtomicInteger();
        Agent<String> one = new Counting("1", calls);
        Agent<String> two = new Counting("2", calls);
        CachePolicy plain = CachePolicy.defaults();
        List<Agent<String>> agents = List.of(
                one.with(p -> p.cache(plain)),
                two.with(p -> p.cache(plain)),
                one.with(p -> p.cache(plain.varyBy("model", "small"))),
                one.with(p -> p.cache(plain.varyBy("model", "large"))),
                one.with(p -> p.cache(plain.varyBy("prompt", "large"))));
        TestRuntime.Builder builder = TestRuntime.builder();
        agents.forEach(builder::register);
        List<String> outputs = new ArrayList<>();
        try (TestRuntime runtime = builder.build()) {
            for (int round = 0; round < 2; round++) {
                agents.forEach(cached ->
                        outputs.add(runtime.run(cached, RunRequest.of("hello")).orThrow()));
            }
        }

        assertThat(outputs)
                .containsExactly(
                        "call 1", "call 2", "call 3", "call 4", "call 5", //
                        "call 1", "call 2", "call 3", "call 4", "call 5");
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
            runtime.scheduler().clock().sleep(Duration.ofSeconds(1)); // so that it is the one that makes the call
            RunHandle<String> second =
                    runtime.start(shared, RunRequest.of("hello").runId("second"));
            RunHandle<String> third =
                    runtime.start(shared, RunRequest.of("hello").runId("third"));
            runtime.scheduler().schedule(Duration.ofSeconds(10), () -> first.cancel("enough"));

            OrchestrationResult<String> cancelled = first.result();
            List<OrchestrationResult<String>> others = List.of(second.result(), third.result());
            self.release();

            assertThat(cancelled.status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(others).allSatisfy(result -> {
                assertThat(result.orThrow()).isEqualTo("made");
                assertThat(result.duration()).isEqualTo(Duration.ofSeconds(10 + 60));
            });
        }

        assertThat(slow.calls()).isEqualTo(2);
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
