package ai.netra.agents.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Limits;
import ai.netra.agents.llm.LlmPrice;
import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.llm.LlmUsage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds of tokens and cost whatever calls a run makes, and however they end. */
class BudgetLawsTest {
    private static final LlmPrice PRICE = LlmPrice.of("3", "15");
    private static final long LIMIT = 10_000;

    /** How a call ends. */
    private enum End {
        COUNTED,
        KEPT,
        RELEASED
    }

    /** A call: what it sets aside, what it takes beyond that, how it ends, and how many other calls begin before that. */
    private record Call(long input, long output, long beyond, End end, int later) {}

    @Provide
    Arbitrary<List<Call>> calls() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 2_000),
                        Arbitraries.longs().between(0, 2_000),
                        Arbitraries.longs().between(-1_000, 300),
                        Arbitraries.of(End.class),
                        Arbitraries.integers().between(0, 4))
                .as(Call::new)
                .list()
                .ofMaxSize(40);
    }

    @Property
    void
            the_sum_is_what_was_spent_and_what_is_set_aside_and_exceeds_the_limit_by_no_more_than_calls_in_flight_took_beyond(
                    @ForAll("calls") List<Call> calls) {
        Budget budget = new Budget(Limits.defaults().tokens(LIMIT));
        List<Flight> flights = new ArrayList<>();
        long spent = 0;
        BigDecimal cost = BigDecimal.ZERO;
        long mayExceed = 0;
        for (int now = 0; now < calls.size() + 5; now++) {
            for (Flight flight :
                    flights.stream().filter(flight -> !flight.ended).toList()) {
                if (flight.endsAt <= now) {
                    flight.end(budget);
                    spent += flight.spent;
                    cost = cost.add(flight.cost);
                }
            }
            if (now < calls.size()) {
                Call call = calls.get(now);
                LlmCharge charge = LlmCharge.of("m", call.input, call.output, LlmPricing.of(Map.of("m", PRICE)));
                if (budget.llmCall(charge) == null) {
                    flights.add(new Flight(call, charge, now + call.later));
                    mayExceed = flights.stream()
                            .filter(flight -> !flight.ended)
                            .mapToLong(flight -> Math.max(0, flight.call.beyond))
                            .sum();
                }
            }
            long reserved = flights.stream()
                    .filter(flight -> !flight.ended)
                    .mapToLong(flight -> flight.charge.tokens())
                    .sum();
            assertThat(budget.usage().tokens()).isEqualTo(spent + reserved);
            assertThat(spent).isLessThanOrEqualTo(LIMIT + mayExceed);
        }
        assertThat(budget.usage().cost().orElseThrow()).isEqualByComparingTo(cost);
    }

    /** A call that was allowed. */
    private static final class Flight {
        private final Call call;
        private final LlmCharge charge;
        private final int endsAt;
        private boolean ended;
        private long spent;
        private BigDecimal cost = BigDecimal.ZERO;

        private Flight(Call call, LlmCharge charge, int endsAt) {
            this.call = call;
            this.charge = charge;
            this.endsAt = endsAt;
        }

        private void end(Budget budget) {
            ended = true;
            switch (call.end) {
                case COUNTED -> {
                    LlmUsage usage = LlmUsage.of(Math.max(1, call.input + call.beyond), call.output);
                    budget.settle(charge, usage);
                    spent = usage.inputTokens() + usage.outputTokens();
                    cost = PRICE.cost(usage);
                }
                case KEPT -> {
                    spent = charge.tokens();
                    cost = charge.cost();
                }
                case RELEASED -> budget.release(charge);
            }
        }
    }
}
