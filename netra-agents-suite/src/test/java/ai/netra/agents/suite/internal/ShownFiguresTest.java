package ai.netra.agents.suite.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShownFiguresTest {
    private static final ShownFigures SHOWN = ShownFigures.of(List.of(
            "It costs $12.50 (ASSUMED) on frontier-large-2 for 8,819 requests, 1234567 tokens.",
            "p95 latency is 250 ms; cost changes by -39.3 % (ESTIMATED), errors 0.7.",
            "from 2026-03-02T12:00:00Z"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Nothing but words.",
                "It costs $12.5 and 12.50, or 12.50 dollars.",
                "It is 8819 requests, 8,819 requests.",
                "About 39 % less, 39.3% or 39.3 percent.",
                "The 95th percentile (P95) is 250ms on Frontier-Large-2.",
                "1.2 million tokens in 1,234,567.",
                "1. Do it, in 3 steps; step 2 is the 2nd.",
                "On 2026-03-02 at 12:00.",
                "Double-check it."
            })
    void lets_figures_pass_that_were_shown(String said) {
        assertThat(SHOWN.problem(List.of(said))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It saves $4,000.",
                "It saves 90 %.",
                "It saves 250 %.",
                "It saves $250.",
                "It costs $12.",
                "It takes 251 ms.",
                "It takes 250k ms.",
                "It takes p99.",
                "Use frontier-large-3.",
                "Errors are 1.",
                "It saves half of it.",
                "It saves twenty percent.",
                "It is twice as fast.",
                "It saves \uff19\uff10 \uff05.",
                "It saves \u0669\u0660 percent.",
                "Use 21 steps of $1.",
                "Cost falls fivefold, five-fold.",
                "That is a third of it."
            })
    void names_a_figure_that_was_not_shown(String said) {
        assertThat(SHOWN.problem(List.of("Fine.", said)))
                .hasValueSatisfying(problem -> assertThat(problem).contains("in nothing you were shown"));
    }

    @Test
    void a_problem_quotes_the_figure_and_the_sentence() {
        assertThat(SHOWN.problem(List.of("It saves $4,000 a month.")))
                .hasValueSatisfying(problem ->
                        assertThat(problem).startsWith("'$4,000' is in 'It saves $4,000 a month.' and in nothing"));
    }

    @Test
    void a_text_is_neither_blank_nor_endless() {
        assertThat(SHOWN.problem(List.of(" "))).hasValue("a text is blank; leave it out, or say something");
        assertThat(SHOWN.problem(List.of("x".repeat(2_001)))).hasValue("a text has 2001 characters; use 2000 at most");
    }

    @Property(tries = 500)
    void what_was_shown_may_be_repeated_and_its_double_may_not(
            @ForAll @LongRange(min = 21, max = 1_000_000_000) long n) {
        ShownFigures shown = ShownFigures.of(List.of("It is " + n + "."));

        assertThat(shown.problem(List.of("Now " + n))).isEqualTo(Optional.empty());
        assertThat(shown.problem(List.of(String.format("%,d", n)))).isEmpty();
        assertThat(shown.problem(List.of("Now " + 2 * n))).isPresent();
        assertThat(shown.problem(List.of(n + " %"))).isPresent();
    }
}
