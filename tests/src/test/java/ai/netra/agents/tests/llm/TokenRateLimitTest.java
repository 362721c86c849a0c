package ai.netra.agents.tests.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.core.llm.TokenRateLimit;
import ai.netra.agents.core.llm.TokenRateLimit.Load;
import ai.netra.agents.core.llm.TokenRateLimit.Rate;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRateLimitTest {
    private final VirtualClock clock = VirtualClock.manual();
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

    /** Notes when it begins; ends as the request's labels say. */
    private final LlmClient client = request -> {
        Map<String, String> labels = request.metadata();
        log.add(request.messages().getFirst().text() + "@" + seconds());
        clock.clock().sleep(Duration.ofSeconds(Long.parseLong(labels.getOrDefault("takes", "0"))));
        if (labels.containsKey("limited")) {
            throw new LlmException.RateLimited("slow down", Duration.ofSeconds(Long.parseLong(labels.get("limited"))));
        }
        if (labels.containsKey("invalid")) {
            throw new LlmException.InvalidRequest("what?");
        }
        return new LlmResponse(
                LlmMessage.assistant("x"),
                FinishReason.STOP,
                LlmUsage.of(Long.parseLong(labels.getOrDefault("used", "0")), 0),
                "m");
    };

    private long seconds() {
        return Duration.between(VirtualClock.START, clock.clock().instant()).toSeconds();
    }

    @AfterEach
    void nothing_failed_on_the_clocks_threads() {
        clock.close();
    }

    /** Needs 100 tokens: 17 read, by estimate, and 83 written. */
    private static LlmRequest request(String name, String... labels) {
        LlmRequest.Builder request = LlmRequest.builder().user(name).model("m").maxOutputTokens(83);
        for (int i = 0; i < labels.length; i += 2) {
            request.metadata(labels[i], labels[i + 1]);
        }
        return request.build();
    }

    private Task caller(LlmClient limit, LlmRequest request) throws InterruptedException {
        Task task = clock.fork("caller", self -> {
            try {
                limit.generate(request);
            } catch (InterruptedException e) {
                log.add(request.messages().getFirst().text() + " interrupted " + e.getSuppressed().length);
            } catch (LlmException e) {
                log.add(request.messages().getFirst().text() + " "
                        + e.getClass().getSimpleName()
                        + e.retryAfter().map(time -> " " + time.toSeconds()).orElse(""));
            }
        });
        clock.advance(Duration.ZERO);
        return task;
    }

    private TokenRateLimit limit(Rate rate) {
        return TokenRateLimit.builder(client, rate).scheduler(clock).build();
    }

    @Test
    void calls_wait_for_tokens_first_come_first_served() throws InterruptedException {
        TokenRateLimit limit = limit(Rate.ofTokens(250));
        for (String name : List.of("a", "b", "c", "d", "e")) {
            caller(limit, request(name));
        }
        assertThat(limit.load()).isEqualTo(Map.of("m", new Load(200, 2, 3)));

        clock.advance(Duration.ofSeconds(59));
        assertThat(log).containsExactly("a@0", "b@0");
        clock.advance(Duration.ofSeconds(1));
        clock.advance(Duration.ofSeconds(60));
        assertThat(log).containsExactlyInAnyOrder("a@0", "b@0", "c@60", "d@60", "e@120");
        clock.advance(Duration.ofSeconds(60));
        assertThat(limit.load()).isEmpty();
    }

    @Test
    void calls_wait_for_requests_too() throws InterruptedException {
        TokenRateLimit limit = limit(Rate.ofRequests(2));
        caller(limit, request("a"));
        clock.advance(Duration.ofSeconds(20));
        caller(limit, request("b"));
        caller(limit, request("c"));
        caller(limit, request("d"));
        clock.advance(Duration.ofSeconds(70));

        assertThat(log).containsExactly("a@0", "b@20", "c@60", "d@80");
    }

    @Test
    void a_small_call_does_not_overtake_a_large_one() throws InterruptedException {
        TokenRateLimit limit = limit(Rate.ofTokens(210));
        caller(limit, request("a"));
        caller(
                limit,
                LlmRequest.builder().user("b").model("m").maxOutputTokens(183).build());
        caller(limit, request("c"));
        clock.advance(Duration.ofMinutes(2));

        assertThat(log).containsExactly("a@0", "b@60", "c@120");
    }

    @Test
    void what_a_call_did_not_use_is_there_for_others_at_once_and_what_it_used_more_is_not()
            throws InterruptedException {
        TokenRateLimit limit = limit(Rate.ofTokens(200));
        caller(limit, request("a", "takes", "5", "used", "40"));
        caller(limit, request("b", "takes", "7", "used", "190"));
        caller(limit, request("c"));
        caller(limit, request("d"));
        clock.advance(Duration.ofSeconds(5));
        assertThat(log).containsExactly("a@0", "b@0");
        assertThat(limit.load()).isEqualTo(Map.of("m", new Load(140, 2, 2)));
        clock.advance(Duration.ofSeconds(2));
        assertThat(limit.load()).isEqualTo(Map.of("m", new Load(230, 2, 2)));
        clock.advance(Duration.ofSeconds(60));
        assertThat(log).containsExactlyInAnyOrder("a@0", "b@0", "c@60", "d@60");
    }

    @Test
    void a_call_settled_below_its_estimate_lets_the_next_begin() throws InterruptedException {
        TokenRateLimit limit = limit(Rate.ofTokens(150));
        caller(limit, request("a", "takes", "5", "used", "50"));
        caller(limit, request("b"));
        clock.advance(Duration.ofSeconds(5));

        assertThat(log).containsExactly("a@0", "b@5");
    }

    @Test
    void a_call_that_needs_more_than_there_may_be_goes_alone() throws InterruptedException {
        TokenRateLimit limit = limit(Rate.ofTokens(50));
        caller(limit, request("a"));
        caller(limit, request("b"));
        clock.advance(Duration.ofSeconds(60));

        assertThat(log).containsExactly("a@0", "b@60");
    }

    @Test
    void a_call_that_cost_nothing_gives_its_tokens_back() throws InterruptedException {
        TokenRateLimit limit = limit(Rate.ofTokens(100));
        caller(limit, request("a", "invalid", ""));
        caller(limit, request("b"));

        assertThat(log).containsExactly("a@0", "a InvalidRequest", "b@0");
    }

    @Test
    void nobody_goes_before_the_time_to_come_back() throws InterruptedException {
        TokenRateLimit limit = limit(Rate.ofTokens(1_000));
        caller(limit, request("a", "limited", "20"));
        caller(limit, request("b"));
        clock.advance(Duration.ofSeconds(10));
        caller(limit, request("c"));
        clock.advance(Duration.ofSeconds(10));

        assertThat(log).containsExactlyInAnyOrder("a@0", "a RateLimited 20", "b@20", "c@20");
    }

    @Test
    void a_call_is_refused_where_the_time_to_come_back_is_far_off_and_so_are_those_that_wait()
            throws InterruptedException {
        TokenRateLimit limit = limit(new Rate(1_000, 1));
        caller(limit, request("a", "takes", "10", "limited", "600"));
        caller(limit, request("b"));
        caller(limit, request("c"));
        clock.advance(Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(530));
        caller(limit, request("d"));
        clock.advance(Duration.ofSeconds(10));
        caller(limit, request("e"));
        clock.advance(Duration.ofSeconds(60));

        assertThat(log)
                .containsExactlyInAnyOrder(
                        "a@0",
                        "a RateLimited 600",
                        "b RateLimited 600",
                        "c RateLimited 600",
                        "d RateLimited 70",
                        "e@610");
    }

    @Test
    void models_have_rates_of_their_own() throws InterruptedException {
        TokenRateLimit limit = TokenRateLimit.builder(client, Rate.ofTokens(100))
                .model("large", Rate.ofTokens(200))
                .scheduler(clock)
                .build();
        for (String model : List.of("m", "m", "large", "large", "large")) {
            caller(limit, request("x").withModel(model));
        }

        assertThat(log).containsExactly("x@0", "x@0", "x@0");
        assertThat(limit.load()).isEqualTo(Map.of("m", new Load(100, 1, 1), "large", new Load(200, 2, 1)));
        clock.advance(Duration.ofSeconds(60));
    }

    @Test
    void whoever_is_interrupted_while_waiting_leaves_the_queue_and_says_that_nothing_was_sent()
            throws InterruptedException {
        TokenRateLimit limit = limit(Rate.ofTokens(100));
        caller(limit, request("a"));
        Task first = caller(limit, request("b"));
        caller(limit, request("c"));

        first.interrupt();
        clock.advance(Duration.ofSeconds(60));

        assertThat(log).containsExactly("a@0", "b interrupted 1", "c@60");
    }

    /** The law, over many calls at odd times: in no minute does more begin than may. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void in_no_minute_does_more_begin_than_may(long seed) throws InterruptedException {
        Random random = new Random(seed);
        record Begun(long at, long tokens) {}
        List<Begun> begun = new ArrayList<>();
        LlmClient noting = request -> {
            begun.add(new Begun(clock.nanoTime(), 17 + request.maxOutputTokens().orElseThrow()));
            return LlmResponse.of("x");
        };
        TokenRateLimit limit = TokenRateLimit.builder(noting, new Rate(1_000, 7))
                .scheduler(clock)
                .build();
        for (int i = 0; i < 60; i++) {
            LlmRequest request = LlmRequest.builder()
                    .user("a")
                    .maxOutputTokens(1 + random.nextInt(600))
                    .build();
            Task task = clock.fork("caller", self -> {
                Throwable unused = catchThrowable(() -> limit.generate(request));
            });
            clock.advance(Duration.ofMillis(random.nextInt(9_000)));
            if (random.nextInt(5) == 0) {
                task.interrupt();
            }
        }
        clock.advance(Duration.ofHours(1));

        assertThat(begun).hasSizeGreaterThan(40);
        for (Begun from : begun) {
            List<Begun> minute = begun.stream()
                    .filter(other -> other.at() >= from.at()
                            && other.at() - from.at() < Duration.ofMinutes(1).toNanos())
                    .toList();
            assertThat(minute).hasSizeLessThanOrEqualTo(7);
            assertThat(minute.stream().mapToLong(Begun::tokens).sum()).isLessThanOrEqualTo(1_000);
        }
        assertThat(limit.load()).isEmpty();
    }

    @Test
    void an_interrupt_on_a_real_thread_ends_the_wait() throws InterruptedException {
        try (SystemScheduler scheduler = SystemScheduler.create()) {
            TokenRateLimit limit = TokenRateLimit.builder(request -> LlmResponse.of("x"), Rate.ofRequests(1))
                    .scheduler(scheduler)
                    .build();
            limit.generate(request("a"));
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Task caller =
                    scheduler.fork("caller", self -> thrown.set(catchThrowable(() -> limit.generate(request("b")))));
            caller.interrupt();
            caller.join();

            assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
            assertThat(limit.load()).isEqualTo(Map.of("m", new Load(100, 1, 0)));
        }
    }

    @Test
    void refuses_what_cannot_be_by_name() {
        assertThatThrownBy(() -> Rate.ofTokens(0))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("a rate of 0 tokens per minute; use 1 to 1000000000000000");
        assertThatThrownBy(() -> Rate.ofRequests(0)).hasMessage("a rate of 0 requests per minute; use 1 or more");
        assertThatThrownBy(
                        () -> TokenRateLimit.builder(client, Rate.ofRequests(1)).longestPause(Duration.ofSeconds(-1)))
                .hasMessageContaining("longestPause of a token rate limit is PT-1S");
    }
}
