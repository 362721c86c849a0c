package ai.netra.agents.tests.engine;

import static ai.netra.agents.testkit.AgentAssertions.assertThat;
import static ai.netra.agents.tests.engine.Flows.A;
import static ai.netra.agents.tests.engine.Flows.B;
import static ai.netra.agents.tests.engine.Flows.C;
import static ai.netra.agents.tests.engine.Flows.FLOW;
import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.Usage;
import ai.netra.agents.core.json.ResultJson;
import ai.netra.agents.core.llm.TokenEstimate;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmPrice;
import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeReply;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tools.json.JsonCodec;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What models may take in a run, and what it is charged for them. */
class LlmLimitsTest {
    private static final int WIDE = 1_000;
    private static final LlmPricing PRICES = LlmPricing.of(Map.of("m", LlmPrice.of("2.50", "10")));

    /** Reads 17 tokens by estimate, writes 83 at most: 100 are reserved. */
    private static final LlmRequest REQUEST =
            LlmRequest.builder().user("abc").model("m").maxOutputTokens(83).build();

    private static final BigDecimal RESERVED_COST = new BigDecimal("0.0008725");

    private static Agent<String> asking(AgentKey<String> key) {
        return Agent.of(key, (input, context) -> context.llm().generate(REQUEST).text());
    }

    private static FakeReply reply(long input, long output) {
        return FakeReply.text("x").usage(LlmUsage.of(input, output));
    }

    private static ParallelOrchestrator<String> wide(int branches, Function<AgentKey<String>, Agent<String>> branch) {
        List<Agent<?>> agents = new ArrayList<>();
        for (int i = 0; i < branches; i++) {
            agents.add(branch.apply(AgentKey.of("branch" + i, String.class)));
        }
        return Flows.collect(agents.toArray(Agent<?>[]::new));
    }

    private static Limits wideLimits() {
        return Limits.defaults().width(WIDE).activations(2 * WIDE).llmCalls(WIDE);
    }

    @Test
    void of_1000_branches_at_once_exactly_500_reach_the_model_by_its_calls() {
        assertThat(reached(wideLimits().llmCalls(500)).usage().llmCalls()).isEqualTo(500);
    }

    @Test
    void of_1000_branches_at_once_exactly_500_reach_the_model_by_its_tokens() {
        assertThat(reached(wideLimits().tokens(50_099)).usage().tokens()).isEqualTo(50_000);
    }

    @Test
    void of_1000_branches_at_once_exactly_500_reach_the_model_by_its_cost() {
        BigDecimal limit = RESERVED_COST.multiply(BigDecimal.valueOf(500));
        assertThat(reached(wideLimits().cost(limit)).usage().cost().orElseThrow())
                .isEqualByComparingTo(limit);
    }

    /** On real threads, since under virtual time they race less. */
    private static OrchestrationResult<String> reached(Limits limits) {
        AtomicInteger reached = new AtomicInteger();
        LlmClient llm = request -> {
            reached.incrementAndGet();
            return LlmResponse.of("x");
        };
        var flow = wide(WIDE, LlmLimitsTest::asking);
        try (SystemScheduler scheduler = SystemScheduler.create();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .withoutPurityCheck()
                        .llm(llm)
                        .pricing(PRICES)
                        .register(flow)
                        .limits(limits)
                        .build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));
            assertThat(result).degraded().hasOutput("x".repeat(500));
            assertThat(reached).hasValue(500);
            return result;
        }
    }

    @Test
    void of_1000_branches_at_once_exactly_500_begin() {
        AtomicInteger begun = new AtomicInteger();
        var flow = wide(
                WIDE,
                key -> Agent.of(key, (input, context) -> {
                    begun.incrementAndGet();
                    return "x";
                }));
        try (SystemScheduler scheduler = SystemScheduler.create();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(scheduler)
                        .withoutPurityCheck()
                        .register(flow)
                        .limits(wideLimits().activations(500))
                        .build()) {
            assertThat(runtime.run(flow, RunRequest.of("hello"))).degraded().hasOutput("x".repeat(500));
            assertThat(begun).hasValue(500);
        }
    }

    @Test
    void calls_in_flight_exceed_the_tokens_by_no_more_than_each_takes_beyond_its_reservation() {
        VirtualClock clock = VirtualClock.automatic();
        var llm = FakeLlmClient.builder()
                .clock(clock.clock())
                .when("any", request -> true, reply(20, 83).after(Duration.ofSeconds(1))) // 3 more than reserved
                .build();
        var flow = wide(64, LlmLimitsTest::asking);
        try (clock;
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(clock)
                        .llm(llm)
                        .register(flow)
                        .limits(Limits.defaults().tokens(1_000))
                        .build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result)
                    .degraded()
                    .hasErrorContaining("limit of 1000 tokens leaves 0, and the call may take 100");
            assertThat(result.usage().llmCalls()).isEqualTo(10);
            assertThat(result.usage().tokens()).isEqualTo(1_000 + 10 * 3);
        }
    }

    @Test
    void what_was_reserved_and_not_taken_is_there_for_later_calls() {
        Agent<String> agent = Agent.of(A, (input, context) -> {
            for (int i = 0; i < 10; i++) {
                context.llm().generate(REQUEST);
            }
            return "done";
        });
        try (TestRuntime runtime = TestRuntime.builder()
                .llm(FakeLlmClient.builder()
                        .when("any", request -> true, reply(10, 1))
                        .build())
                .register(agent)
                .limits(Limits.defaults().tokens(199))
                .build()) {
            var result = runtime.run(agent, RunRequest.of("hello"));

            assertThat(result).succeeded();
            assertThat(result.usage().tokens()).isEqualTo(110);
        }
    }

    @Test
    void a_call_that_does_not_fit_is_not_made_and_ends_the_run_as_limit_exceeded() {
        Agent<String> agent = asking(A);
        try (TestRuntime runtime = TestRuntime.builder()
                .llm(FakeLlmClient.replying())
                .register(agent)
                .limits(Limits.defaults().tokens(99))
                .build()) {
            var result = runtime.run(agent, RunRequest.of("hello"));

            assertThat(result).hasStatus(RunStatus.LIMIT_EXCEEDED).hasErrorContaining("maxOutputTokens(n)");
            assertThat(result.usage().llmCalls()).isZero();
        }
    }

    @Test
    void without_a_bound_of_its_own_an_answer_reserves_4096_tokens() {
        Agent<String> agent = Agent.of(
                A,
                (input, context) -> context.llm().generate(LlmRequest.of("abc")).text());
        long reserved = TokenEstimate.of(LlmRequest.of("abc")) + 4_096;
        for (long limit : List.of(reserved - 1, reserved)) {
            try (TestRuntime runtime = TestRuntime.builder()
                    .llm(request -> LlmResponse.of("x"))
                    .register(agent)
                    .limits(Limits.defaults().tokens(limit))
                    .build()) {
                assertThat(runtime.run(agent, RunRequest.of("hello")))
                        .hasStatus(limit < reserved ? RunStatus.LIMIT_EXCEEDED : RunStatus.SUCCEEDED);
            }
        }
    }

    /** A sequence whose second agent is a fan-out, one branch of which calls another agent: four calls in all. */
    @Test
    void calls_in_nested_orchestrators_and_called_agents_are_counted_once() {
        Agent<String> called = asking(AgentKey.of("called", String.class));
        Agent<String> calling =
                Agent.of(B, (input, context) -> context.llm().generate(REQUEST).text() + context.call(called, input));
        var inner = ParallelOrchestrator.all(AgentKey.of("inner", String.class))
                .agent(calling)
                .agent(asking(C))
                .aggregating(Flows::joined);
        var flow = SequentialOrchestrator.of(FLOW).then(asking(A)).endingIn(inner);
        try (TestRuntime runtime = TestRuntime.builder()
                .llm(FakeLlmClient.builder()
                        .when("any", request -> true, reply(10, 5))
                        .build())
                .pricing(PRICES)
                .register(flow)
                .build()) {
            var result = runtime.run(flow, RunRequest.of("hello"));

            assertThat(result)
                    .succeeded()
                    .hasUsage(new Usage(5, 4, 0, 40, 20, 60, Optional.of(new BigDecimal("0.0003"))));
            assertThat(ResultJson.of(result, JsonCodec.standard()))
                    .contains("\"input_tokens\":40,\"output_tokens\":20,\"tokens\":60,\"cost_usd\":0.0003");
        }
    }

    static List<Arguments> failures() {
        Throwable interruptedUnsent = new InterruptedException("gave up waiting");
        interruptedUnsent.addSuppressed(LlmException.Unavailable.notSent("not sent"));
        return List.of(
                Arguments.of(new LlmException.InvalidRequest("what?"), 0),
                Arguments.of(new LlmException.RateLimited("slow down"), 0),
                Arguments.of(LlmException.Unavailable.notSent("kept back"), 0),
                Arguments.of(interruptedUnsent, 0),
                Arguments.of(new LlmException.Unavailable("down", null), 100),
                Arguments.of(new LlmException.Refused("no"), 100),
                Arguments.of(new InterruptedException("cut off"), 100),
                Arguments.of(new IllegalStateException("client's own"), 100),
                Arguments.of(new StackOverflowError(), 100));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_call_that_failed_is_charged_what_was_reserved_unless_it_surely_cost_nothing(Throwable thrown, long tokens) {
        Agent<String> agent = asking(A);
        try (TestRuntime runtime = TestRuntime.builder()
                .llm(request -> throwing(thrown))
                .register(agent)
                .build()) {
            var result = runtime.run(agent, RunRequest.of("hello"));

            assertThat(result.usage().llmCalls()).isEqualTo(1);
            assertThat(result.usage().tokens()).isEqualTo(tokens);
        }
    }

    @Test
    void a_call_that_was_cut_off_by_its_time_limit_is_charged_what_was_reserved() {
        VirtualClock clock = VirtualClock.automatic();
        Agent<String> agent = asking(A);
        try (clock;
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(clock)
                        .llm(FakeLlmClient.builder()
                                .clock(clock.clock())
                                .reply(reply(10, 5).after(Duration.ofMinutes(2)))
                                .build())
                        .register(agent)
                        .build()) {
            var result = runtime.run(agent, RunRequest.of("hello"));

            assertThat(result).failedWith(FailureKind.LLM_ERROR);
            assertThat(result.usage().tokens()).isEqualTo(100);
        }
    }

    @Test
    void a_stream_that_failed_after_a_piece_cost_something_whatever_it_says() {
        Agent<String> agent = Agent.of(
                A,
                (input, context) -> context.llm().stream(REQUEST, delta -> {}).text());
        try (TestRuntime runtime = TestRuntime.builder()
                .llm(FakeLlmClient.builder()
                        .reply(FakeReply.stream("a", "b").thenFailure(new LlmException.RateLimited("slow down")))
                        .build())
                .register(agent)
                .build()) {
            assertThat(runtime.run(agent, RunRequest.of("hello")).usage().tokens())
                    .isEqualTo(100);
        }
    }

    @Test
    void under_a_limit_of_cost_a_model_without_a_price_is_not_asked() {
        Agent<String> agent = asking(A);
        try (TestRuntime runtime = TestRuntime.builder()
                .llm(FakeLlmClient.replying())
                .register(agent)
                .limits(Limits.defaults().cost(BigDecimal.ONE))
                .build()) {
            assertThat(runtime.run(agent, RunRequest.of("hello")))
                    .hasStatus(RunStatus.LIMIT_EXCEEDED)
                    .hasErrorContaining(
                            "'m', whose price is not known; give it with LocalAgentRuntime.builder().pricing(");
        }
    }

    @Test
    void a_request_that_names_no_model_costs_what_the_clients_default_does() {
        Agent<String> agent = Agent.of(
                A,
                (input, context) -> context.llm().generate(LlmRequest.of("abc")).text());
        LlmClient llm = new LlmClient() {
            @Override
            public LlmResponse generate(LlmRequest request) {
                return new LlmResponse(
                        LlmResponse.of("x").message(),
                        LlmResponse.of("x").finishReason(),
                        LlmUsage.of(1_000, 0),
                        "m-2026-01-01");
            }

            @Override
            public Optional<String> defaultModel() {
                return Optional.of("m");
            }
        };
        try (TestRuntime runtime = TestRuntime.builder()
                .llm(llm)
                .pricing(PRICES)
                .register(agent)
                .limits(Limits.defaults().cost(BigDecimal.ONE))
                .build()) {
            assertThat(runtime.run(agent, RunRequest.of("hello")).usage().cost())
                    .contains(new BigDecimal("0.0025"));
        }
    }

    private static LlmResponse throwing(Throwable thrown) throws InterruptedException {
        switch (thrown) {
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException failure -> throw failure;
            default -> throw (Error) thrown;
        }
    }
}
