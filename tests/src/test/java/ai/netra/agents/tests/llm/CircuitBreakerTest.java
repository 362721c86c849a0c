package ai.netra.agents.tests.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.core.llm.CircuitBreaker;
import ai.netra.agents.core.llm.CircuitBreaker.State;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.spi.Signal;
import ai.netra.agents.spi.Task;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeReply;
import ai.netra.agents.testkit.VirtualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CircuitBreakerTest {
    private static final LlmRequest REQUEST =
            LlmRequest.builder().user("hello").model("m").build();

    private final VirtualClock clock = VirtualClock.manual();

    @AfterEach
    void nothing_failed_on_the_clocks_threads() {
        clock.close();
    }

    private CircuitBreaker breaker(LlmClient client) {
        return CircuitBreaker.builder(client).scheduler(clock).build();
    }

    private static State state(CircuitBreaker breaker) {
        return Optional.ofNullable(breaker.snapshot().get("m"))
                .map(CircuitBreaker.Snapshot::state)
                .orElse(State.CLOSED);
    }

    /**
     * Calls by how they end: (s)uccess, (f)ailed, (d)eadline passed, (r)ate limited, (i)nvalid request, (c)ontext too long, (x) refused,
     * (a)uthentication, a (b)ug of the client, an (e)rror, an interrupt before (u) and after (t) 30 s; and seconds that pass between them.
     */
    @ParameterizedTest
    @CsvSource(textBlock = """
        ffff, CLOSED
        fffff, OPEN
        dfdfd, OPEN
        ffffsffff, CLOSED
        ffffsfffff, OPEN
        ffffrf, OPEN
        ffffif, OPEN
        ffffuf, OPEN
        rrrrrrrrrr, CLOSED
        iiiiicccccxxxxxaaaaa, CLOSED
        bbbbbeeeee, CLOSED
        uuuuu, CLOSED
        ttttt, OPEN
        fffff 59, OPEN
        fffff 60, HALF_OPEN
        fffff 60 s, CLOSED
        fffff 60 sffff, CLOSED
        fffff 60 f, OPEN
        fffff 60 f 59, OPEN
        fffff 60 f 60 s, CLOSED
        fffff 60 d, OPEN
        fffff 60 t, OPEN
        fffff 60 rixcabeu, HALF_OPEN
        fffff 60 rrrrrrrrrrs, CLOSED
        fffff 60 uuuuuuuuuus, CLOSED
        fffff 60 eeeeeeeeeef, OPEN
        """)
    void the_state_after_calls_that_end_so(String ends, State state) throws InterruptedException {
        Scripted client = new Scripted();
        CircuitBreaker breaker = breaker(client);
        for (String part : ends.split(" ", -1)) {
            if (part.matches("\\d+")) {
                clock.advance(Duration.ofSeconds(Long.parseLong(part)));
            } else {
                for (int i = 0; i < part.length(); i++) {
                    client.end = part.charAt(i);
                    Throwable thrown = catchThrowable(() -> breaker.generate(REQUEST));
                    assertThat(client.thrown).as("what the client threw").isSameAs(thrown);
                }
            }
        }
        assertThat(state(breaker)).isEqualTo(state);
    }

    /** A client that ends each call as it is told. */
    private final class Scripted implements LlmClient {
        private char end;
        private Throwable thrown;

        @Override
        public LlmResponse generate(LlmRequest request) throws InterruptedException {
            thrown = null;
            if (end == 's') {
                return LlmResponse.of("x");
            }
            clock.advance(Duration.ofSeconds(end == 'u' ? 29 : end == 't' ? 30 : 0));
            thrown = thrown();
            switch (thrown) {
                case InterruptedException interrupted -> throw interrupted;
                case RuntimeException failure -> throw failure;
                default -> throw (Error) thrown;
            }
        }

        private Throwable thrown() {
            return switch (end) {
                case 'f' -> new LlmException.Unavailable("down", null);
                case 'd' -> new LlmException.DeadlinePassed("late", null);
                case 'r' -> new LlmException.RateLimited("slow down");
                case 'i' -> new LlmException.InvalidRequest("what?");
                case 'c' -> new LlmException.ContextTooLong("too much");
                case 'x' -> new LlmException.Refused("no");
                case 'a' -> new LlmException.Authentication("who?");
                case 'b' -> new IllegalStateException("bug");
                case 'e' -> new StackOverflowError();
                default -> new InterruptedException("enough");
            };
        }
    }

    private static CircuitBreaker opened(CircuitBreaker breaker) {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> breaker.generate(REQUEST)).isInstanceOf(LlmException.class);
        }
        assertThat(state(breaker)).isEqualTo(State.OPEN);
        return breaker;
    }

    @Test
    void while_it_is_open_calls_are_refused_without_asking_until_the_time_it_says() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        CircuitBreaker breaker = opened(breaker(request -> {
            asked.incrementAndGet();
            throw new LlmException.Unavailable("down", null);
        }));
        clock.advance(Duration.ofSeconds(18));

        assertThatThrownBy(() -> breaker.generate(REQUEST))
                .isInstanceOfSatisfying(LlmException.Unavailable.class, refused -> {
                    assertThat(refused.retryAfter()).contains(Duration.ofSeconds(42));
                    assertThat(refused.isUnspent()).isTrue();
                    assertThat(refused.isRetryable()).isTrue();
                    assertThat(refused).hasMessageContaining("'m'").hasMessageContaining("failed 5 times in a row");
                });
        assertThat(asked).hasValue(5);
        assertThat(breaker.snapshot().get("m").retryAfter()).isEqualTo(Duration.ofSeconds(42));

        clock.advance(Duration.ofSeconds(42));
        assertThatThrownBy(() -> breaker.generate(REQUEST)).hasMessage("down");
    }

    @Test
    void each_model_has_a_state_of_its_own() throws InterruptedException {
        CircuitBreaker breaker = opened(breaker(request -> {
            if (request.model().isPresent()) {
                throw new LlmException.Unavailable("down", null);
            }
            return LlmResponse.of("x");
        }));

        assertThat(breaker.generate(LlmRequest.of("hello")).text()).isEqualTo("x");
        assertThat(breaker.snapshot()).containsOnlyKeys("", "m");
    }

    @Test
    void the_clients_own_model_is_the_same_named_or_not() {
        CircuitBreaker breaker = opened(breaker(new LlmClient() {
            @Override
            public LlmResponse generate(LlmRequest request) {
                throw new LlmException.Unavailable("down", null);
            }

            @Override
            public Optional<String> defaultModel() {
                return Optional.of("m");
            }
        }));

        assertThat(breaker.defaultModel()).contains("m");
        assertThatThrownBy(() -> breaker.generate(LlmRequest.of("hello"))).hasMessageContaining("is not asked");
    }

    @Test
    void the_states_of_the_1000_models_asked_last_are_kept() {
        CircuitBreaker breaker = breaker(request -> {
            throw new LlmException.Unavailable("down", null);
        });
        for (int i = 0; i < 1_001; i++) {
            LlmRequest request =
                    LlmRequest.builder().user("hello").model("m" + i).build();
            assertThatThrownBy(() -> breaker.generate(request)).hasMessage("down");
        }
        assertThat(breaker.snapshot()).hasSize(1_000).doesNotContainKey("m0").containsKey("m1000");
    }

    @Test
    void a_stream_is_a_call_to_its_end() throws InterruptedException {
        FakeReply broken = FakeReply.stream("a", "b").thenFailure(new LlmException.Unavailable("cut off", null));
        FakeLlmClient.Builder script = FakeLlmClient.builder();
        for (int i = 0; i < 5; i++) {
            script.reply(broken);
        }
        try (FakeLlmClient llm = script.stream("a", "b").build()) {
            CircuitBreaker breaker = breaker(llm);
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> breaker.stream(REQUEST, delta -> {})).hasMessage("cut off");
            }
            assertThat(state(breaker)).isEqualTo(State.OPEN);

            clock.advance(Duration.ofSeconds(60));
            List<String> pieces = new ArrayList<>();
            breaker.stream(REQUEST, delta -> {
                pieces.add(delta.text());
                assertThat(state(breaker)).isEqualTo(State.HALF_OPEN);
            });
            assertThat(pieces).containsExactly("a", "b");
            assertThat(state(breaker)).isEqualTo(State.CLOSED);
        }
    }

    /** A provider that is down until it is told otherwise, and then keeps calls waiting until they are let go. */
    private final class Provider implements LlmClient {
        private final Signal release = clock.signal();
        private final AtomicInteger inside = new AtomicInteger();
        private volatile boolean down = true;

        @Override
        public LlmResponse generate(LlmRequest request) throws InterruptedException {
            if (down) {
                throw new LlmException.Unavailable("down", null);
            }
            inside.incrementAndGet();
            try {
                release.await();
                return LlmResponse.of("x");
            } finally {
                inside.decrementAndGet();
            }
        }
    }

    private static final class Ends {
        private final ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();
        private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    }

    private List<Task> callers(int count, CircuitBreaker breaker, Ends ends) {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(clock.fork("caller " + i, task -> {
                try {
                    ends.texts.add(breaker.generate(REQUEST).text());
                } catch (LlmException | InterruptedException e) {
                    ends.failures.add(e);
                }
            }));
        }
        return tasks;
    }

    @Test
    void of_64_that_ask_at_once_two_are_probes_and_the_others_are_refused() throws InterruptedException {
        Provider provider = new Provider();
        CircuitBreaker breaker = opened(breaker(provider));
        provider.down = false;
        clock.advance(Duration.ofSeconds(60));
        Ends ends = new Ends();

        List<Task> callers = callers(64, breaker, ends);
        clock.advance(Duration.ZERO);

        assertThat(provider.inside).hasValue(2);
        assertThat(breaker.snapshot().get("m").probes()).isEqualTo(2);
        assertThat(ends.failures)
                .hasSize(62)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                LlmException.Unavailable.class,
                                refused -> assertThat(refused.retryAfter()).isEmpty()));
        provider.release.fire();
        for (Task caller : callers) {
            caller.join();
        }
        assertThat(ends.texts).containsExactly("x", "x");
        assertThat(state(breaker)).isEqualTo(State.CLOSED);
    }

    @Test
    void probes_that_never_come_back_keep_no_place_for_longer_than_the_patience() throws InterruptedException {
        Provider provider = new Provider();
        CircuitBreaker breaker = opened(breaker(provider));
        provider.down = false;
        clock.advance(Duration.ofSeconds(60));
        List<Task> lost = callers(2, breaker, new Ends());
        clock.advance(Duration.ofSeconds(29));
        assertThatThrownBy(() -> breaker.generate(REQUEST)).hasMessageContaining("2 other calls are finding out");

        clock.advance(Duration.ofSeconds(1));
        Ends ends = new Ends();
        callers(3, breaker, ends);
        clock.advance(Duration.ZERO);
        assertThat(provider.inside).hasValue(4);
        assertThat(ends.failures).hasSize(1);

        provider.release.fire();
        for (Task caller : lost) {
            caller.join();
        }
        clock.advance(Duration.ZERO);
        assertThat(state(breaker)).isEqualTo(State.CLOSED);
    }

    @Test
    void a_probe_that_is_cancelled_gives_its_place_back() throws InterruptedException {
        Provider provider = new Provider();
        CircuitBreaker breaker = opened(breaker(provider));
        provider.down = false;
        clock.advance(Duration.ofSeconds(60));
        for (int i = 0; i < 10; i++) {
            List<Task> callers = callers(2, breaker, new Ends());
            clock.advance(Duration.ofSeconds(1));
            assertThat(provider.inside).hasValue(2);
            callers.forEach(Task::interrupt);
            clock.advance(Duration.ZERO);
            assertThat(breaker.snapshot().get("m"))
                    .isEqualTo(new CircuitBreaker.Snapshot(State.HALF_OPEN, 5, 0, Duration.ZERO));
        }
    }

    @Test
    void calls_on_their_way_when_it_opens_neither_open_it_again_nor_close_it() throws InterruptedException {
        Provider provider = new Provider();
        provider.down = false;
        CircuitBreaker breaker = breaker(provider);
        List<Task> slow = callers(3, breaker, new Ends());
        clock.advance(Duration.ZERO);
        provider.down = true;
        opened(breaker);

        provider.release.fire();
        for (Task caller : slow) {
            caller.join();
        }
        assertThat(state(breaker)).isEqualTo(State.OPEN);
    }

    @Test
    void tells_of_each_change_and_goes_on_where_the_listener_fails() throws InterruptedException {
        List<String> changes = new ArrayList<>();
        Scripted client = new Scripted();
        CircuitBreaker breaker = CircuitBreaker.builder(client)
                .scheduler(clock)
                .failures(1)
                .listener((model, from, to) -> {
                    changes.add(model + " " + from + " " + to);
                    throw new IllegalStateException("listener");
                })
                .build();
        client.end = 'f';
        assertThatThrownBy(() -> breaker.generate(REQUEST)).hasMessage("down");
        clock.advance(Duration.ofSeconds(60));
        client.end = 's';
        assertThat(breaker.generate(REQUEST).text()).isEqualTo("x");
        assertThat(breaker.generate(REQUEST).text()).isEqualTo("x");

        assertThat(changes).containsExactly("m CLOSED OPEN", "m OPEN HALF_OPEN", "m HALF_OPEN CLOSED");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refuses_what_cannot_be_by_name(int value) {
        CircuitBreaker.Builder builder = CircuitBreaker.builder(request -> LlmResponse.of("x"));

        assertThatThrownBy(() -> builder.failures(value))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessage("failures of a circuit breaker is " + value + "; use 1 or more");
        assertThatThrownBy(() -> builder.probes(value)).hasMessageContaining("probes of a circuit breaker");
        assertThatThrownBy(() -> builder.openTime(Duration.ofSeconds(value)))
                .hasMessageContaining("openTime of a circuit breaker is");
        assertThatThrownBy(() -> builder.patience(Duration.ofSeconds(value)))
                .hasMessageContaining("patience of a circuit breaker is");
    }
}
