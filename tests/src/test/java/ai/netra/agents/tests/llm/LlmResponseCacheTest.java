package ai.netra.agents.tests.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.NetraException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.cache.InMemoryAgentCache;
import ai.netra.agents.core.llm.LlmResponseCache;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.spi.AgentCache;
import ai.netra.agents.spi.CacheKey;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.AgentAssertions;
import ai.netra.agents.testkit.TestRuntime;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.ToolSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LlmResponseCacheTest {
    private static final UserId ANN = UserId.of("ann");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final ToolSpec TOOL = ToolSpec.of("t", "a tool", JsonSchema.of("{\"type\":\"object\"}"));

    private final VirtualClock clock = VirtualClock.manual();
    private final AtomicInteger asked = new AtomicInteger();

    /** Answers with the number of the call. */
    private final LlmClient client = request -> new LlmResponse(
            LlmMessage.assistant("answer " + asked.incrementAndGet()), FinishReason.STOP, LlmUsage.of(10, 5), "m-1");

    @AfterEach
    void nothing_failed_on_the_clocks_threads() {
        clock.close();
    }

    private LlmResponseCache.Builder cache(LlmClient around) {
        return LlmResponseCache.builder(around).scheduler(clock);
    }

    private static LlmRequest.Builder hello() {
        return LlmRequest.builder().user("hello").model("m");
    }

    private static LlmRequest ofAnn(LlmRequest.Builder request) {
        return request.build().withUser(ANN);
    }

    @Test
    void the_same_question_of_a_user_is_answered_once_and_costs_nothing_again() throws InterruptedException {
        LlmResponseCache cache = cache(client).build();
        LlmResponse first = cache.generate(ofAnn(hello()));
        LlmResponse second = cache.generate(ofAnn(hello()));

        assertThat(first.cachedAt()).isEmpty();
        assertThat(first.usage()).isEqualTo(LlmUsage.of(10, 5));
        assertThat(second).isEqualTo(first.cachedAt(VirtualClock.START));
        assertThat(second.usage()).isEqualTo(LlmUsage.NONE);
        assertThat(second.text()).isEqualTo("answer 1");
    }

    @Test
    void whatever_differs_is_another_question() throws InterruptedException {
        LlmResponseCache cache = cache(client).caching(request -> true).build();
        List<LlmRequest> questions = List.of(
                ofAnn(hello()),
                hello().build().withUser(UserId.of("bob")),
                ofAnn(LlmRequest.builder().user("hello").model("n")),
                ofAnn(LlmRequest.builder().user("hello")),
                ofAnn(hello().user("and?")),
                ofAnn(LlmRequest.builder().system("hello").model("m")),
                ofAnn(hello().tool(TOOL)),
                ofAnn(hello().responseSchema(JsonSchema.of("{}"))),
                ofAnn(hello().temperature(0)),
                ofAnn(hello().topP(0.5)),
                ofAnn(hello().maxOutputTokens(5)),
                ofAnn(hello().stop("x")),
                ofAnn(hello().metadata("a", "b")));
        for (int round = 0; round < 2; round++) {
            for (LlmRequest question : questions) {
                assertThat(cache.generate(question).text()).isEqualTo("answer " + (questions.indexOf(question) + 1));
            }
        }
        assertThat(asked).hasValue(questions.size());
    }

    @Test
    void nobodys_questions_and_those_that_are_not_to_be_cached_are_always_asked() throws InterruptedException {
        LlmResponseCache cache = cache(client).build();
        for (LlmRequest request :
                List.of(hello().build(), ofAnn(hello().tool(TOOL)), ofAnn(hello().temperature(0.1)))) {
            asked.set(0);
            cache.generate(request);
            cache.generate(request);
            cache.stream(request, piece -> {});
            assertThat(asked).hasValue(3);
        }
    }

    @Test
    void an_answer_is_kept_for_its_time_and_bounded_in_number() throws InterruptedException {
        LlmResponseCache cache = cache(client)
                .ttl(Duration.ofMinutes(5))
                .store(InMemoryAgentCache.builder()
                        .maxEntries(1)
                        .scheduler(clock)
                        .build())
                .build();
        cache.generate(ofAnn(hello()));
        clock.advance(Duration.ofMinutes(5).minusNanos(1));
        assertThat(cache.generate(ofAnn(hello())).text()).isEqualTo("answer 1");
        clock.advance(SECOND);
        assertThat(cache.generate(ofAnn(hello())).text()).isEqualTo("answer 2");
        cache.generate(ofAnn(hello().user("other")));
        assertThat(cache.generate(ofAnn(hello())).text()).isEqualTo("answer 4");
    }

    @ParameterizedTest
    @EnumSource(FinishReason.class)
    void only_an_answer_that_is_whole_is_kept(FinishReason reason) throws InterruptedException {
        LlmResponseCache cache = cache(
                        request -> new LlmResponse(client.generate(request).message(), reason, LlmUsage.of(1, 1), "m"))
                .build();
        cache.generate(ofAnn(hello()));
        cache.generate(ofAnn(hello()));

        assertThat(asked).hasValue(reason == FinishReason.STOP ? 1 : 2);
    }

    @Test
    void an_answer_that_calls_tools_is_not_kept_whatever_its_reason() throws InterruptedException {
        LlmResponseCache cache = cache(request -> {
                    asked.incrementAndGet();
                    return new LlmResponse(
                            new LlmMessage(LlmRole.ASSISTANT, List.of(new LlmPart.ToolUse("c", "t", "{}"))),
                            FinishReason.STOP,
                            LlmUsage.NONE,
                            "m");
                })
                .caching(request -> true)
                .build();
        cache.generate(ofAnn(hello()));
        cache.generate(ofAnn(hello()));

        assertThat(asked).hasValue(2);
    }

    @Test
    void a_failure_is_not_kept() throws InterruptedException {
        LlmResponseCache cache = cache(request -> {
                    if (asked.get() == 0) {
                        asked.incrementAndGet();
                        throw new LlmException.Refused("no");
                    }
                    return client.generate(request);
                })
                .build();

        assertThatThrownBy(() -> cache.generate(ofAnn(hello()))).isInstanceOf(LlmException.Refused.class);
        assertThat(cache.generate(ofAnn(hello())).text()).isEqualTo("answer 2");
    }

    @Test
    void a_stream_fills_the_cache_and_is_answered_from_it_in_one_piece() throws InterruptedException {
        LlmResponseCache cache = cache(client).build();
        List<String> pieces = new ArrayList<>();
        cache.stream(ofAnn(hello()), piece -> pieces.add(piece.text()));
        LlmResponse again = cache.stream(ofAnn(hello()), piece -> pieces.add(piece.text()));

        assertThat(pieces).containsExactly("answer 1", "answer 1");
        assertThat(again.cachedAt()).contains(VirtualClock.START);
        assertThat(cache.generate(ofAnn(hello())).text()).isEqualTo("answer 1");
    }

    /** Takes a second; the first call ends as said, others answer. */
    private List<String> three(String end) throws InterruptedException {
        ConcurrentLinkedQueue<String> ends = new ConcurrentLinkedQueue<>();
        LlmResponseCache cache = cache(request -> {
                    int number = asked.incrementAndGet();
                    clock.clock().sleep(SECOND);
                    if (number == 1 && end.equals("fails")) {
                        throw new LlmException.Unavailable("down", null);
                    }
                    return new LlmResponse(
                            LlmMessage.assistant("answer " + number),
                            number == 1 && end.equals("is cut") ? FinishReason.LENGTH : FinishReason.STOP,
                            LlmUsage.of(1, 1),
                            "m-1");
                })
                .build();
        List<Task> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            callers.add(clock.fork("caller", self -> {
                try {
                    ends.add(cache.generate(ofAnn(hello())).text());
                } catch (InterruptedException | LlmException thrown) {
                    ends.add(thrown.getClass().getSimpleName());
                }
            }));
            clock.advance(Duration.ZERO);
        }
        if (end.equals("is interrupted")) {
            callers.getFirst().interrupt();
            clock.advance(Duration.ZERO);
        } else if (end.equals("loses patience")) {
            callers.getLast().interrupt();
            clock.advance(Duration.ZERO);
        }
        clock.advance(SECOND);
        clock.advance(SECOND);
        return List.copyOf(ends);
    }

    @Test
    void what_is_being_asked_is_asked_once() throws InterruptedException {
        assertThat(three("answers")).containsExactly("answer 1", "answer 1", "answer 1");
    }

    @Test
    void where_it_fails_each_asks_by_itself() throws InterruptedException {
        assertThat(three("fails")).containsExactlyInAnyOrder("Unavailable", "answer 2", "answer 3");
    }

    @Test
    void where_the_answer_is_cut_each_asks_by_itself() throws InterruptedException {
        assertThat(three("is cut")).containsExactlyInAnyOrder("answer 1", "answer 2", "answer 3");
    }

    @Test
    void where_who_asked_is_interrupted_one_of_the_others_asks() throws InterruptedException {
        assertThat(three("is interrupted")).containsExactly("InterruptedException", "answer 2", "answer 2");
    }

    @Test
    void who_waits_may_be_interrupted() throws InterruptedException {
        assertThat(three("loses patience")).containsExactly("InterruptedException", "answer 1", "answer 1");
    }

    @Test
    void a_store_that_fails_is_as_none() throws InterruptedException {
        LlmResponseCache cache = cache(client).store(new Broken()).build();
        cache.generate(ofAnn(hello()));
        cache.generate(ofAnn(hello()));

        assertThat(asked).hasValue(2);
    }

    private static final class Broken implements AgentCache {
        @Override
        public <O> Optional<O> find(CacheKey<O> key) {
            throw new NetraException("no store");
        }

        @Override
        public <O> void put(CacheKey<O> key, O output, Duration ttl) {
            throw new NetraException("no store");
        }

        @Override
        public void forget(CacheKey<?> key) {}

        @Override
        public void forget(AgentKey<?> agent) {}

        @Override
        public void forget(UserId user) {}
    }

    @Test
    void clients_of_one_store_are_kept_apart_by_scope() throws InterruptedException {
        InMemoryAgentCache store = InMemoryAgentCache.builder().scheduler(clock).build();
        for (String scope : List.of("north", "south", "north")) {
            cache(client).store(store).scope(scope).build().generate(ofAnn(hello()));
        }
        assertThat(asked).hasValue(2);

        store.forget(ANN);
        assertThat(store.size()).isZero();
    }

    /** What agents put there is replaced: the runtime knows whose run it is. */
    @Test
    void in_runs_users_have_answers_of_their_own_and_cached_ones_cost_no_tokens() {
        AgentKey<String> answer = AgentKey.of("answer", String.class);
        UnaryOperator<LlmRequest> forged = request -> request.withUser(ANN);
        Agent<String> agent = Agent.of(
                answer,
                (input, context) ->
                        context.llm().generate(forged.apply(hello().build())).text());
        try (VirtualClock time = VirtualClock.automatic();
                TestRuntime runtime = TestRuntime.builder()
                        .scheduler(time)
                        .llm(LlmResponseCache.builder(client).scheduler(time).build())
                        .register(agent)
                        .build()) {
            var first = runtime.run(agent, RunRequest.of("hi").user("ann"));
            var second = runtime.run(agent, RunRequest.of("hi").user("ann"));
            var others = runtime.run(agent, RunRequest.of("hi").user("bob"));

            AgentAssertions.assertThat(first).succeeded().hasOutput("answer 1");
            AgentAssertions.assertThat(second).succeeded().hasOutput("answer 1");
            AgentAssertions.assertThat(others).succeeded().hasOutput("answer 2");
            assertThat(first.usage().tokens()).isEqualTo(15);
            assertThat(second.usage().tokens()).isZero();
            assertThat(second.usage().llmCalls()).isEqualTo(1);
        }
    }

    @Test
    void refuses_what_cannot_be_by_name() {
        assertThat(catchThrowable(() -> cache(client).ttl(Duration.ZERO)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("ttl of a response cache is PT0S; use a positive duration");
    }
}
