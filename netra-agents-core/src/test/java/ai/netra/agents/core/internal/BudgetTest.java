package ai.netra.agents.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.Usage;
import ai.netra.agents.llm.LlmPrice;
import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.llm.LlmUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final int SPENDERS = 1_000;
    private static final LlmPricing PRICES = LlmPricing.of(Map.of("m", LlmPrice.of("2.50", "10")));
    private static final LlmCharge SMALL = charge(10, 90);

    private final Budget budget = new Budget(Limits.defaults()
            .activations(500)
            .llmCalls(500)
            .toolCalls(500)
            .depth(3)
            .width(4));

    private static LlmCharge charge(long input, long output) {
        return LlmCharge.of("m", input, output, PRICES);
    }

    private static Failure forbidden(@Nullable Failure failure) {
        return Optional.ofNullable(failure).orElseThrow();
    }

    @Test
    void of_1000_that_ask_at_once_500_activations_are_spent() throws InterruptedException {
        assertThat(allowed(() -> budget.activation() == null)).isEqualTo(500);
        assertThat(budget.usage().activations()).isEqualTo(500);
    }

    @Test
    void of_1000_that_ask_at_once_500_llm_calls_are_spent() throws InterruptedException {
        assertThat(allowed(() -> budget.llmCall(SMALL) == null)).isEqualTo(500);
        assertThat(budget.usage().llmCalls()).isEqualTo(500);
        assertThat(budget.usage().tokens()).isEqualTo(50_000);
    }

    @Test
    void of_1000_that_ask_at_once_500_tool_calls_are_spent() throws InterruptedException {
        assertThat(allowed(() -> budget.toolCall() == null)).isEqualTo(500);
        assertThat(budget.usage().toolCalls()).isEqualTo(500);
    }

    @Test
    void of_1000_that_ask_at_once_as_many_are_allowed_as_have_room_for_their_tokens() throws InterruptedException {
        Budget tokens = new Budget(Limits.defaults().llmCalls(SPENDERS).tokens(50_099));

        assertThat(allowed(() -> tokens.llmCall(SMALL) == null)).isEqualTo(500);
        assertThat(tokens.usage().llmCalls()).isEqualTo(500);
        assertThat(tokens.usage().tokens()).isEqualTo(50_000);
    }

    /** Each call of the small size costs 0.000925 by its reservation. */
    @Test
    void of_1000_that_ask_at_once_as_many_are_allowed_as_have_room_for_their_cost() throws InterruptedException {
        Budget cost = new Budget(Limits.defaults().llmCalls(SPENDERS).cost(new BigDecimal("0.4625")));

        assertThat(allowed(() -> cost.llmCall(SMALL) == null)).isEqualTo(500);
        assertThat(cost.usage().cost()).contains(new BigDecimal("0.4625"));
    }

    @Test
    void calls_in_flight_exceed_the_tokens_by_no_more_than_each_takes_beyond_its_reservation()
            throws InterruptedException {
        Budget tokens = new Budget(Limits.defaults().llmCalls(SPENDERS).tokens(50_000));
        CountDownLatch allAsked = new CountDownLatch(SPENDERS);

        int allowed = allowed(() -> {
            boolean mine = tokens.llmCall(SMALL) == null;
            allAsked.countDown();
            await(allAsked);
            if (mine) {
                tokens.settle(SMALL, LlmUsage.of(17, 90)); // 7 more than was set aside
            }
            return mine;
        });

        assertThat(allowed).isEqualTo(500);
        assertThat(tokens.usage().tokens()).isEqualTo(50_000 + 500 * 7);
        assertThat(forbidden(tokens.llmCall(charge(1, 0))).type()).isEqualTo("tokens");
    }

    /** How many of many threads that ask at once are allowed what they ask for. */
    private static int allowed(BooleanSupplier spend) throws InterruptedException {
        AtomicInteger allowed = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < SPENDERS; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                await(go);
                if (spend.getAsBoolean()) {
                    allowed.incrementAndGet();
                }
            }));
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        return allowed.get();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void names_the_limit_and_how_to_raise_it() {
        for (int i = 0; i < 500; i++) {
            budget.toolCall();
        }

        Failure failure = forbidden(budget.toolCall());

        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure.type()).isEqualTo("toolCalls");
        assertThat(failure.message()).contains("limit of 500 toolCalls", "Limits.toolCalls(n)");
    }

    @Test
    void allows_the_depth_of_the_limit_and_no_deeper() {
        assertThat(budget.depth(3)).isNull();
        assertThat(forbidden(budget.depth(4)).type()).isEqualTo("depth");
    }

    @Test
    void allows_the_width_of_the_limit_and_no_wider() {
        assertThat(budget.width(4)).isNull();
        assertThat(forbidden(budget.width(5)).type()).isEqualTo("width");
    }

    @Test
    void counts_decisions_without_fruit_apart_from_activations() {
        for (int i = 0; i < 500; i++) {
            assertThat(budget.fruitless()).isNull();
        }

        assertThat(forbidden(budget.fruitless()).kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(budget.activation()).isNull();
    }

    @Test
    void charges_what_the_provider_counted_in_place_of_what_was_set_aside() {
        budget.llmCall(charge(400, 4_096));
        budget.settle(charge(400, 4_096), LlmUsage.of(100, 10));
        budget.llmCall(SMALL);
        budget.settle(SMALL, LlmUsage.of(20, 2));

        assertThat(budget.usage()).isEqualTo(new Usage(0, 2, 0, 120, 12, 132, Optional.of(new BigDecimal("0.00042"))));
    }

    @Test
    void charges_what_was_set_aside_where_the_provider_counted_nothing() {
        budget.llmCall(SMALL);
        budget.settle(SMALL, LlmUsage.NONE);

        assertThat(budget.usage()).isEqualTo(new Usage(0, 1, 0, 0, 0, 100, Optional.of(new BigDecimal("0.000925"))));
    }

    @Test
    void gives_back_what_was_set_aside_for_a_call_that_cost_nothing_but_counts_the_call() {
        budget.llmCall(SMALL);
        budget.release(SMALL);

        assertThat(budget.usage()).isEqualTo(new Usage(0, 1, 0, 0, 0, 0, Optional.of(BigDecimal.ZERO)));
    }

    @Test
    void a_call_that_is_not_allowed_spends_nothing() {
        Budget tokens = new Budget(Limits.defaults().tokens(99));

        assertThat(forbidden(tokens.llmCall(SMALL)).message())
                .contains("limit of 99 tokens leaves 99", "may take 100: 10 read", "90 written", "maxOutputTokens");
        assertThat(tokens.usage()).isEqualTo(Usage.NONE);
    }

    @Test
    void a_call_that_may_cost_more_than_is_left_is_not_allowed() {
        Budget cost = new Budget(Limits.defaults().cost(new BigDecimal("0.001")));
        cost.llmCall(SMALL);

        Failure failure = forbidden(cost.llmCall(SMALL));

        assertThat(failure.type()).isEqualTo("cost");
        assertThat(failure.message())
                .contains("limit of 0.001 US dollars leaves 0.000075", "model 'm' may cost 0.000925", "Limits.cost");
    }

    @Test
    void a_model_without_a_price_is_not_allowed_under_a_limit_of_cost() {
        Budget cost = new Budget(Limits.defaults().cost(BigDecimal.ONE));

        assertThat(forbidden(cost.llmCall(LlmCharge.of("other", 1, 1, PRICES))).message())
                .contains("'other', whose price is not known", "builder().pricing(");
        assertThat(forbidden(cost.llmCall(LlmCharge.of("", 1, 1, PRICES))).message())
                .contains("a model without a name", "model(name)");
    }

    @Test
    void the_cost_is_not_known_where_a_price_is_not() {
        LlmCharge unpriced = LlmCharge.of("other", 1, 1, PRICES);
        budget.llmCall(SMALL);
        budget.llmCall(unpriced);
        assertThat(budget.usage().cost()).isEmpty();

        budget.release(unpriced);
        assertThat(budget.usage().cost()).isPresent();
    }

    @Test
    void a_count_that_cannot_be_gives_nothing_back_and_does_not_overflow() {
        budget.llmCall(SMALL);
        budget.settle(SMALL, LlmUsage.of(-1_000_000, 50));
        assertThat(budget.usage().tokens()).isEqualTo(50);

        budget.llmCall(SMALL);
        budget.settle(SMALL, LlmUsage.of(Long.MAX_VALUE, Long.MAX_VALUE));
        assertThat(forbidden(budget.llmCall(SMALL)).type()).isEqualTo("tokens");
    }
}
