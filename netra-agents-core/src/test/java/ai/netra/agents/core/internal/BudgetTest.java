package ai.netra.agents.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private final Budget budget = new Budget(Limits.defaults()
            .activations(10)
            .llmCalls(10)
            .toolCalls(10)
            .depth(3)
            .width(4));

    @Test
    void allows_exactly_as_many_activations_as_the_limit_however_many_threads_ask() throws InterruptedException {
        assertThat(allowed(budget::activation)).isEqualTo(10);
        assertThat(budget.usage().activations()).isEqualTo(10);
    }

    @Test
    void allows_exactly_as_many_llm_calls_as_the_limit_however_many_threads_ask() throws InterruptedException {
        assertThat(allowed(budget::llmCall)).isEqualTo(10);
        assertThat(budget.usage().llmCalls()).isEqualTo(10);
    }

    @Test
    void allows_exactly_as_many_tool_calls_as_the_limit_however_many_threads_ask() throws InterruptedException {
        assertThat(allowed(budget::toolCall)).isEqualTo(10);
        assertThat(budget.usage().toolCalls()).isEqualTo(10);
    }

    private static int allowed(Supplier<Optional<Failure>> spend) throws InterruptedException {
        AtomicInteger allowed = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                if (spend.get().isEmpty()) {
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

    @Test
    void names_the_limit_and_how_to_raise_it() {
        for (int i = 0; i < 10; i++) {
            budget.toolCall();
        }

        Failure failure = budget.toolCall().orElseThrow();

        assertThat(failure.kind()).isEqualTo(FailureKind.LIMIT_EXCEEDED);
        assertThat(failure.type()).isEqualTo("toolCalls");
        assertThat(failure.message()).contains("limit of 10 toolCalls", "Limits.toolCalls(n)");
    }

    @Test
    void allows_the_depth_of_the_limit_and_no_deeper() {
        assertThat(budget.depth(3)).isEmpty();
        assertThat(budget.depth(4)).map(Failure::type).contains("depth");
    }

    @Test
    void allows_the_width_of_the_limit_and_no_wider() {
        assertThat(budget.width(4)).isEmpty();
        assertThat(budget.width(5)).map(Failure::type).contains("width");
    }

    @Test
    void counts_decisions_without_fruit_apart_from_activations() {
        for (int i = 0; i < 10; i++) {
            assertThat(budget.fruitless()).isEmpty();
        }

        assertThat(budget.fruitless()).map(Failure::kind).contains(FailureKind.LIMIT_EXCEEDED);
        assertThat(budget.activation()).isEmpty();
    }

    @Test
    void adds_up_tokens() {
        budget.tokens(100, 10);
        budget.tokens(20, 2);

        assertThat(budget.usage()).isEqualTo(new Usage(0, 0, 0, 120, 12));
    }
}
