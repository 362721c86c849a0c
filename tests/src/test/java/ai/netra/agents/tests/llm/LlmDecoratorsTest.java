package ai.netra.agents.tests.llm;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.Outcome;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.llm.CircuitBreaker;
import ai.netra.agents.core.llm.ConcurrencyLimit;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeReply;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Limit, breaker and engine together, in the order of the package's drawing. */
class LlmDecoratorsTest {
    /** 100 tokens are reserved for it. */
    private static final LlmRequest REQUEST =
            LlmRequest.builder().user("abc").model("m").maxOutputTokens(83).build();

    private final VirtualClock clock = VirtualClock.automatic();

    private FakeLlmClient provider(FakeReply reply) {
        return FakeLlmClient.builder()
                .clock(clock.clock())
                .when("any", request -> true, reply)
                .build();
    }

    private LlmClient decorated(LlmClient provider, int calls) {
        CircuitBreaker breaker =
                CircuitBreaker.builder(provider).scheduler(clock).build();
        return ConcurrencyLimit.builder(breaker, calls).scheduler(clock).build();
    }

    private static ParallelOrchestrator<Integer> branches(int count) {
        ParallelOrchestrator.Builder<Integer> builder =
                ParallelOrchestrator.collect(AgentKey.of("flow", Integer.class));
        for (int i = 0; i < count; i++) {
            builder.agent(Agent.of(
                    AgentKey.of("branch" + i, String.class),
                    (input, context) -> context.llm().generate(REQUEST).text()));
        }
        return builder.aggregating(progress -> (int) progress.outcomes().stream()
                .filter(ended -> ended.outcome() instanceof Outcome.Succeeded)
                .count());
    }

    @Test
    void a_wide_run_has_no_more_calls_at_once_than_the_limit() {
        FakeLlmClient provider = provider(FakeReply.text("x").after(Duration.ofSeconds(5)));
        var flow = branches(20);
        try (clock;
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(clock)
                        .llm(decorated(provider, 4))
                        .register(flow)
                        .build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result).succeeded().hasOutput(20);
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(25));
        }
    }

    @Test
    void a_provider_that_is_down_is_left_alone_and_what_waits_is_refused_unspent() {
        FakeLlmClient provider = provider(
                FakeReply.failure(new LlmException.Unavailable("down", null)).after(Duration.ofSeconds(1)));
        var flow = branches(20);
        try (clock;
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(clock)
                        .llm(decorated(provider, 2))
                        .register(flow)
                        .build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(provider.requests()).as("five, and one on its way then").hasSize(6);
            assertThat(result).degraded().hasOutput(0);
            assertThat(result.duration()).isEqualTo(Duration.ofSeconds(3));
            assertThat(result.usage().llmCalls()).isEqualTo(20);
            assertThat(result.usage().tokens()).isEqualTo(6 * 100);
            assertThat(result.outcomes())
                    .extracting(ended -> ended.outcome().failure().orElseThrow().type())
                    .containsOnly("Unavailable");
        }
    }

    @Test
    void a_call_whose_time_is_over_before_its_turn_came_is_not_charged() throws InterruptedException {
        FakeLlmClient provider = provider(FakeReply.text("x").after(Duration.ofSeconds(31)));
        Agent<String> first = Agent.of(
                AgentKey.of("first", String.class),
                (input, context) -> context.llm().generate(REQUEST).text());
        Agent<String> second = Agent.of(AgentKey.of("second", String.class), (input, context) -> {
            context.clock().sleep(Duration.ofSeconds(1));
            return context.llm().generate(REQUEST).text();
        });
        try (clock;
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(clock)
                        .llm(decorated(provider, 1))
                        .register(first)
                        .register(second)
                        .build()) {
            Task test = clock.adopt("test"); // so that time does not move on before both have started
            var running = runtime.start(first, RunRequest.of("hello"));
            var waiting = runtime.start(
                    second, RunRequest.of("hello").limits(Limits.defaults().llmCallTime(Duration.ofSeconds(10))));

            var cut = waiting.result();
            test.release();
            assertThat(cut).failedWith(FailureKind.LLM_ERROR).hasErrorContaining("no answer within PT10S");
            assertThat(cut.usage().llmCalls()).isEqualTo(1);
            assertThat(cut.usage().tokens()).isZero();
            assertThat(running.result()).succeeded();
            assertThat(provider.requests()).hasSize(1);
        }
    }

    @Test
    void a_provider_that_hangs_opens_the_breaker_though_callers_cut_it_off() {
        FakeLlmClient provider = provider(FakeReply.text("x").after(Duration.ofHours(1)));
        CircuitBreaker breaker =
                CircuitBreaker.builder(provider).scheduler(clock).build();
        var flow = branches(5);
        try (clock;
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(clock)
                        .llm(breaker)
                        .register(flow)
                        .build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).degraded();
            assertThat(breaker.snapshot().get("m").state()).isEqualTo(CircuitBreaker.State.OPEN);
        }
    }

    @Test
    void both_hand_on_the_clients_model() {
        LlmClient named = new LlmClient() {
            @Override
            public LlmResponse generate(LlmRequest request) {
                throw new AssertionError("not asked");
            }

            @Override
            public Optional<String> defaultModel() {
                return Optional.of("m");
            }
        };
        assertThat(decorated(named, 1).defaultModel()).contains("m");
        clock.close();
    }
}
