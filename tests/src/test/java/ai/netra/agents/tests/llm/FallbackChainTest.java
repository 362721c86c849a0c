package ai.netra.agents.tests.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Limits;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.llm.ConcurrencyLimit;
import ai.netra.agents.core.llm.FallbackChain;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmPrice;
import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.AgentAssertions;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeReply;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FallbackChainTest {
    private static final LlmRequest REQUEST = LlmRequest.of("hello");
    private static final LlmException.Unavailable DOWN = new LlmException.Unavailable("down", null);

    private static FakeLlmClient failing(LlmException failure) {
        return FakeLlmClient.builder()
                .when("any", request -> true, FakeReply.failure(failure))
                .build();
    }

    private static LlmException failure(String kind) {
        return switch (kind) {
            case "rate limited" -> new LlmException.RateLimited("x", Duration.ofSeconds(1));
            case "unavailable" -> new LlmException.Unavailable("x", null);
            case "not sent" -> LlmException.Unavailable.notSent("x");
            case "deadline passed" -> new LlmException.DeadlinePassed("x", null);
            case "invalid request" -> new LlmException.InvalidRequest("x");
            case "context too long" -> new LlmException.ContextTooLong("x");
            case "refused" -> new LlmException.Refused("x");
            case "authentication" -> new LlmException.Authentication("x");
            default -> throw new AssertionError(kind);
        };
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        rate limited, second, second
        unavailable, second, second
        not sent, second, second
        deadline passed, second, second
        invalid request, InvalidRequest, second
        context too long, ContextTooLong, second
        refused, Refused, Refused
        authentication, Authentication, second
        """)
    void what_comes_after_a_failure_by_default_and_as_told(String kind, String byDefault, String told) {
        LlmException failure = failure(kind);
        FallbackChain.Builder chain =
                FallbackChain.builder(failing(failure)).then(request -> LlmResponse.of("second"), "other");

        assertThat(end(chain.build())).isEqualTo(byDefault);
        assertThat(end(chain.goingOnAfter(thrown -> !(thrown instanceof LlmException.Refused))
                        .build()))
                .isEqualTo(told);
    }

    private static String end(LlmClient client) {
        try {
            return client.generate(REQUEST).text();
        } catch (LlmException | InterruptedException thrown) {
            return thrown.getClass().getSimpleName();
        }
    }

    @Test
    void the_first_is_asked_as_the_request_says_and_others_for_their_own_models() throws InterruptedException {
        FakeLlmClient first = failing(DOWN);
        FakeLlmClient second = failing(DOWN);
        FakeLlmClient third = FakeLlmClient.replying("fine");
        List<String> changes = new ArrayList<>();
        LlmClient chain = FallbackChain.builder(first)
                .then(named(second, "b"))
                .then(third, "c")
                .listener((from, failure, to) -> {
                    changes.add(from + " " + failure.getMessage() + " " + to);
                    throw new IllegalStateException("listener");
                })
                .build();

        LlmRequest asked = LlmRequest.builder().user("hello").model("a").build();
        assertThat(chain.generate(asked).text()).isEqualTo("fine");

        assertThat(first.requests()).containsExactly(asked);
        assertThat(second.requests()).containsExactly(asked.withModel("b"));
        assertThat(third.requests()).containsExactly(asked.withModel("c"));
        assertThat(changes).containsExactly("a down b", "b down c");
    }

    private static LlmClient named(LlmClient client, String model) {
        return new LlmClient() {
            @Override
            public LlmResponse generate(LlmRequest request) throws InterruptedException {
                return client.generate(request);
            }

            @Override
            public Optional<String> defaultModel() {
                return Optional.of(model);
            }
        };
    }

    @Test
    void the_default_model_is_that_of_the_first() {
        LlmClient chain = FallbackChain.builder(named(failing(DOWN), "a"))
                .then(failing(DOWN), "b")
                .build();

        assertThat(chain.defaultModel()).contains("a");
    }

    @Test
    void a_stream_goes_on_before_its_first_piece_and_never_after_it() throws InterruptedException {
        FakeLlmClient begun = FakeLlmClient.builder()
                .reply(FakeReply.stream("One, ", "two").thenFailure(DOWN))
                .build();
        FakeLlmClient second = FakeLlmClient.builder().stream("Three, ", "four").build();
        StringBuilder said = new StringBuilder();

        assertThatThrownBy(() -> FallbackChain.builder(begun).then(second, "b").build().stream(
                        REQUEST, piece -> said.append(piece.text())))
                .isSameAs(DOWN);
        assertThat(said).hasToString("One, two");
        assertThat(second.requests()).isEmpty();

        said.setLength(0);
        LlmResponse whole = FallbackChain.builder(failing(DOWN)).then(second, "b").build().stream(
                REQUEST, piece -> said.append(piece.text()));
        assertThat(whole.text()).isEqualTo("Three, four").isEqualTo(said.toString());
    }

    @Test
    void where_none_answers_the_first_failure_that_may_have_cost_is_thrown_with_the_others() {
        LlmException limited = new LlmException.RateLimited("full", Duration.ofSeconds(2));
        LlmException down = new LlmException.Unavailable("down", null);
        LlmException refused = new LlmException.InvalidRequest("what?");
        LlmClient chain = FallbackChain.builder(failing(limited))
                .then(failing(down), "b")
                .then(failing(refused), "c")
                .build();

        assertThatThrownBy(() -> chain.generate(REQUEST)).isSameAs(down).hasSuppressedException(limited);
        assertThat(down.getSuppressed()).containsExactly(limited, refused);
    }

    @Test
    void where_none_answers_and_nothing_was_spent_the_first_failure_is_thrown() {
        LlmException limited = new LlmException.RateLimited("full", Duration.ofSeconds(2));
        LlmClient chain = FallbackChain.builder(failing(limited))
                .then(failing(LlmException.Unavailable.notSent("down")), "b")
                .then(failing(limited), "c")
                .build();

        assertThatThrownBy(() -> chain.generate(REQUEST)).isSameAs(limited);
    }

    @Test
    void an_interrupt_ends_the_chain_and_does_not_hide_what_an_earlier_call_may_have_cost()
            throws InterruptedException {
        for (LlmException earlier : List.of(DOWN, LlmException.Unavailable.notSent("not reached"))) {
            try (VirtualClock clock = VirtualClock.manual()) {
                LlmClient slow = ConcurrencyLimit.builder(
                                request -> {
                                    clock.clock().sleep(Duration.ofSeconds(9));
                                    return LlmResponse.of("x");
                                },
                                1)
                        .scheduler(clock)
                        .build();
                LlmClient chain =
                        FallbackChain.builder(failing(earlier)).then(slow, "b").build();
                Task holder = clock.fork("holder", self -> {
                    Throwable unused = catchThrowable(() -> slow.generate(REQUEST.withModel("b")));
                });
                clock.advance(Duration.ZERO);
                AtomicReference<Throwable> thrown = new AtomicReference<>();
                Task caller = clock.fork("caller", self -> thrown.set(catchThrowable(() -> chain.generate(REQUEST))));
                clock.advance(Duration.ZERO);
                caller.interrupt();
                clock.advance(Duration.ofSeconds(9));
                holder.join();

                assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
                assertThat(thrown.get().getSuppressed()).hasSize(earlier.isUnspent() ? 1 : 0);
            }
        }
    }

    @Test
    void a_run_says_which_model_answered_is_not_degraded_and_pays_that_models_price() {
        AgentKey<String> answer = AgentKey.of("answer", String.class);
        Agent<String> agent = Agent.of(
                answer, (input, context) -> context.llm().generate(REQUEST).model());
        LlmClient chain = FallbackChain.builder(named(failing(LlmException.Unavailable.notSent("down")), "large"))
                .then(
                        request -> new LlmResponse(
                                LlmResponse.of("x").message(),
                                LlmResponse.of("x").finishReason(),
                                LlmUsage.of(1_000_000, 0),
                                "small"),
                        "small")
                .build();
        try (VirtualClock clock = VirtualClock.automatic();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(clock)
                        .llm(chain)
                        .limits(Limits.defaults().cost(new BigDecimal("100")).tokens(2_000_000))
                        .pricing(
                                LlmPricing.of(Map.of("large", LlmPrice.of("30", "60"), "small", LlmPrice.of("1", "2"))))
                        .register(agent)
                        .build()) {
            var result = runtime.run(agent, RunRequest.of("hello"));

            AgentAssertions.assertThat(result).succeeded().hasOutput("small");
            assertThat(result.usage().cost().orElseThrow()).isEqualByComparingTo("1");
        }
    }

    @Test
    void refuses_what_cannot_be_by_name() {
        FallbackChain.Builder chain = FallbackChain.builder(failing(DOWN));

        assertThatThrownBy(chain::build)
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("a fallback chain of one client; add another with then(client), or use the client itself");
        assertThatThrownBy(() -> chain.then(failing(DOWN)))
                .hasMessageStartingWith("fallback 1, a ai.netra.agents.testkit.FakeLlmClient, does not know the name");
        assertThatThrownBy(() -> chain.then(failing(DOWN), " "))
                .hasMessage("the model of fallback 1 is blank; name one");
    }
}
