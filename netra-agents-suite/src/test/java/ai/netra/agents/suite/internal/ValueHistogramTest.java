package ai.netra.agents.suite.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class ValueHistogramTest {
    @Property
    void percentiles_of_small_values_are_those_of_the_sorted_list(
            @ForAll @NotEmpty List<@LongRange(max = 131_071) Long> values,
            @ForAll @IntRange(min = 1, max = 100) int percent) {
        ValueHistogram histogram = of(17, values);

        assertThat(histogram.exact()).isTrue();
        assertThat(histogram.percentile(percent)).isEqualTo(nearestRank(values, percent));
    }

    @Property
    void percentiles_of_large_values_are_within_the_stated_error(
            @ForAll @NotEmpty List<@LongRange(max = Long.MAX_VALUE) Long> values,
            @ForAll @IntRange(min = 1, max = 100) int percent,
            @ForAll @IntRange(min = 2, max = 17) int bits) {
        long exact = nearestRank(values, percent);

        assertThat((double) of(bits, values).percentile(percent))
                .isCloseTo((double) exact, within(Math.max(1, exact / Math.pow(2, bits))));
    }

    @Property
    void least_and_greatest_are_exact_and_bound_every_percentile(
            @ForAll @NotEmpty List<@LongRange(max = Long.MAX_VALUE) Long> values) {
        ValueHistogram histogram = of(5, values);

        assertThat(histogram.min()).isEqualTo(values.stream().min(Long::compare).orElseThrow());
        assertThat(histogram.max()).isEqualTo(values.stream().max(Long::compare).orElseThrow());
        assertThat(histogram.percentile(1)).isBetween(histogram.min(), histogram.max());
        assertThat(histogram.percentile(100)).isBetween(histogram.min(), histogram.max());
    }

    @Property
    void counts_what_is_outside_of_bounds(
            @ForAll @NotEmpty List<@LongRange(max = 1_000) Long> values,
            @ForAll @IntRange(max = 1_000) int lower,
            @ForAll @IntRange(max = 1_000) int upper) {
        assertThat(of(17, values).outside(lower, upper))
                .isEqualTo(values.stream()
                        .filter(value -> value < lower || value > upper)
                        .count());
    }

    @Test
    void has_no_percentile_of_nothing() {
        assertThatThrownBy(() -> new ValueHistogram(11).percentile(50))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without values");
    }

    @Test
    void refuses_a_negative_value() {
        assertThatThrownBy(() -> new ValueHistogram(11).add(-3)).hasMessageContaining("-3");
    }

    private static ValueHistogram of(int bits, List<Long> values) {
        ValueHistogram histogram = new ValueHistogram(bits);
        values.forEach(histogram::add);
        return histogram;
    }

    private static long nearestRank(List<Long> values, int percent) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        return sorted[(int) Math.ceil(sorted.length * percent / 100.0 - 1e-9) - 1];
    }
}
