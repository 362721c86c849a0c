package ai.netra.agents.tests.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.core.llm.ConcurrencyLimit;
import ai.netra.agents.core.llm.ConcurrencyLimit.Load;
import ai.netra.agents.core.schedule.SystemScheduler;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualClock clock = VirtualClock.manual();
    private final ConcurrentLinkedQueue<String> log = new ConcurrentLinkedQueue<>();

    /** Takes a second, or dies at once, for each call; notes when it begins. */
    private final LlmClient client = request -> {
        log.add(request.messages().getFirst().text() + "@" + seconds());
        if (request.metadata().containsKey("dies")) {
            throw new StackOverflowError();
        }
        clock.clock().sleep(SECOND);
        return LlmResponse.of("x");
    };

    private long seconds() {
        return Duration.between(VirtualClock.START, clock.clock().instant()).toSeconds();
    }

    @AfterEach
    void nothing_failed_on_the_clocks_threads() {
        clock.close();
    }

    private static LlmRequest request(String text) {
        return LlmRequest.builder().user(text).model("m").build();
    }

    private Task caller(ConcurrencyLimit limit, LlmRequest request) throws InterruptedException {
        Task task = clock.fork("caller", self -> {
            try {
                limit.generate(request);
            } catch (InterruptedException e) {
                log.add(request.messages().getFirst().text() + " interrupted " + e.getSuppressed().length);
            } catch (LlmException | StackOverflowError e) {
                log.add(request.messages().getFirst().text() + " "
                        + e.getClass().getSimpleName());
            }
        });
        clock.advance(Duration.ZERO);
        return task;
    }

    private ConcurrencyLimit limit(int calls) {
        return ConcurrencyLimit.builder(client, calls).scheduler(clock).build();
    }

    @Test
    void no_more_calls_than_the_limit_are_on_their_way_and_the_first_to_come_is_the_first_to_go()
            throws InterruptedException {
        ConcurrencyLimit limit = limit(2);
        for (String name : List.of("a", "b", "c", "d", "e")) {
            caller(limit, request(name));
        }
        assertThat(limit.load()).isEqualTo(Map.of("m", new Load(2, 3)));

        clock.advance(SECOND);
        clock.advance(SECOND);
        assertThat(log).containsExactlyInAnyOrder("a@0", "b@0", "c@1", "d@1", "e@2");
        assertThat(List.copyOf(log).getLast()).isEqualTo("e@2");
        clock.advance(SECOND);
        assertThat(limit.load()).isEmpty();
    }

    @Test
    void each_model_has_places_of_its_own() throws InterruptedException {
        ConcurrencyLimit limit = limit(1);
        caller(limit, request("a"));
        caller(limit, LlmRequest.of("b"));

        assertThat(log).containsExactly("a@0", "b@0");
        assertThat(limit.load()).isEqualTo(Map.of("m", new Load(1, 0), "", new Load(1, 0)));
        clock.advance(SECOND);
    }

    @Test
    void whoever_is_interrupted_while_waiting_leaves_the_queue_and_says_that_nothing_was_sent()
            throws InterruptedException {
        ConcurrencyLimit limit = limit(1);
        caller(limit, request("a"));
        Task impatient = caller(limit, request("b"));
        caller(limit, request("c"));

        impatient.interrupt();
        clock.advance(SECOND);

        assertThat(log).containsExactly("a@0", "b interrupted 1", "c@1");
        clock.advance(SECOND);
        assertThat(limit.load()).isEmpty();
    }

    @Test
    void whoever_is_interrupted_while_calling_frees_the_place() throws InterruptedException {
        ConcurrencyLimit limit = limit(1);
        Task first = caller(limit, request("a"));
        caller(limit, request("b"));

        first.interrupt();
        clock.advance(Duration.ZERO);

        assertThat(log).containsExactlyInAnyOrder("a@0", "a interrupted 0", "b@0");
        clock.advance(SECOND);
        assertThat(limit.load()).isEmpty();
    }

    @Test
    void a_call_that_dies_frees_the_place() throws InterruptedException {
        ConcurrencyLimit limit = limit(1);
        LlmRequest deadly =
                LlmRequest.builder().user("a").model("m").metadata("dies", "").build();
        caller(limit, deadly);
        caller(limit, request("b"));

        assertThat(log).containsExactly("a@0", "a StackOverflowError", "b@0");
        clock.advance(SECOND);
        assertThat(limit.load()).isEmpty();
    }

    @Test
    void a_call_that_finds_the_queue_full_is_refused() throws InterruptedException {
        ConcurrencyLimit limit =
                ConcurrencyLimit.builder(client, 1).queue(1).scheduler(clock).build();
        caller(limit, request("a"));
        caller(limit, request("b"));

        assertThatThrownBy(() -> limit.generate(request("c")))
                .isInstanceOfSatisfying(
                        LlmException.RateLimited.class,
                        refused -> assertThat(refused.isUnspent()).isTrue())
                .hasMessageContaining("model 'm' has 1 calls on their way and 1 waiting");
        clock.advance(SECOND);
        assertThat(log).containsExactly("a@0", "b@1");
        clock.advance(SECOND);
    }

    @Test
    void without_a_queue_a_call_goes_at_once_or_is_refused() throws InterruptedException {
        ConcurrencyLimit limit =
                ConcurrencyLimit.builder(client, 1).queue(0).scheduler(clock).build();
        caller(limit, request("a"));
        caller(limit, request("b"));
        clock.advance(SECOND);
        caller(limit, request("c"));

        assertThat(log).containsExactly("a@0", "b RateLimited", "c@1");
        clock.advance(SECOND);
    }

    @Test
    void a_stream_keeps_its_place_until_its_last_piece_was_taken() throws InterruptedException {
        ConcurrencyLimit limit = ConcurrencyLimit.builder(
                        request -> LlmResponse.of(request.messages().getFirst().text()), 1)
                .scheduler(clock)
                .build();

        LlmResponse whole = limit.stream(request("a"), delta -> {
            assertThat(delta).isEqualTo(new LlmDelta("a"));
            assertThat(limit.load()).isEqualTo(Map.of("m", new Load(1, 0)));
        });

        assertThat(whole.text()).isEqualTo("a");
        assertThat(limit.load()).isEmpty();
    }

    /** On real threads, which come, go, fail and are interrupted as they like. */
    @Test
    void no_place_is_lost_or_given_twice_however_calls_end() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        try (SystemScheduler scheduler = SystemScheduler.create()) {
            ConcurrencyLimit limit = ConcurrencyLimit.builder(
                            request -> {
                                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                try {
                                    if (request.metadata().containsKey("dies")) {
                                        throw new StackOverflowError();
                                    }
                                    assertThat(scheduler.signal().await(Duration.ofNanos(50_000)))
                                            .isFalse();
                                    return LlmResponse.of("x");
                                } finally {
                                    inside.decrementAndGet();
                                }
                            },
                            4)
                    .scheduler(scheduler)
                    .build();
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                LlmRequest.Builder request = LlmRequest.builder().user("a").model("m");
                if (i % 5 == 0) {
                    request.metadata("dies", "");
                }
                tasks.add(scheduler.fork("caller " + i, task -> {
                    try {
                        limit.generate(request.build());
                    } catch (InterruptedException | StackOverflowError e) {
                        // as it is meant to be
                    } finally {
                        ended.incrementAndGet();
                    }
                }));
                if (i % 3 == 0) {
                    tasks.get(i / 2).interrupt();
                }
            }
            for (Task task : tasks) {
                task.join();
            }
            assertThat(ended).hasValue(400);
            assertThat(most.get()).isBetween(1, 4);
            assertThat(limit.load()).isEmpty();
        }
    }

    @Test
    void refuses_what_cannot_be_by_name() {
        assertThatThrownBy(() -> ConcurrencyLimit.of(client, 0))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("a concurrency limit of 0 calls; use 1 or more");
        assertThatThrownBy(() -> ConcurrencyLimit.builder(client, 1).queue(-1))
                .hasMessage("queue of a concurrency limit is -1; use 0 or more");
    }
}
