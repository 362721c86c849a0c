package ai.netra.agents.suite.sufficiency;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SufficiencyTest {
    private static final List<String> ALL_NEEDS = List.of("workload_metrics", "cost_analysis", "performance_data");

    @ParameterizedTest
    @CsvSource({
        "0, 100, INSUFFICIENT", "299, 1000, INSUFFICIENT", "30, 100, MINIMAL", "3, 10, MINIMAL", "499, 1000, MINIMAL",
        "50, 100, SUFFICIENT", "799, 1000, SUFFICIENT", "80, 100, OPTIMAL", "8, 10, OPTIMAL", "100, 100, OPTIMAL"
    })
    void a_score_at_a_bound_belongs_to_the_state_above(int there, int asked, SufficiencyState state) {
        assertThat(Sufficiency.state(there, asked, false)).isEqualTo(state);
    }

    @Property
    void bounds_are_exact_for_every_weight(
            @ForAll @IntRange(min = 1, max = 1_000) int asked, @ForAll @IntRange(max = 1_000) int part) {
        int there = Math.min(part, asked);
        BigDecimal score = BigDecimal.valueOf(there).divide(BigDecimal.valueOf(asked), new MathContext(50));
        SufficiencyState expected = score.compareTo(new BigDecimal("0.30")) < 0
                ? SufficiencyState.INSUFFICIENT
                : score.compareTo(new BigDecimal("0.50")) < 0
                        ? SufficiencyState.MINIMAL
                        : score.compareTo(new BigDecimal("0.80")) < 0
                                ? SufficiencyState.SUFFICIENT
                                : SufficiencyState.OPTIMAL;
        assertThat(Sufficiency.state(there, asked, false)).isEqualTo(expected);
    }

    @Property
    void the_score_is_from_0_to_1(@ForAll("needs") List<String> needs, @ForAll("points") Set<DataPoint> points) {
        Sufficiency.assess(needs, points)
                .score()
                .ifPresent(score -> assertThat(score.value()).isBetween(BigDecimal.ZERO, BigDecimal.ONE));
    }

    @Property
    void one_more_point_never_lowers_score_or_state(
            @ForAll("needs") List<String> needs, @ForAll("points") Set<DataPoint> points, @ForAll DataPoint more) {
        Set<DataPoint> with = EnumSet.noneOf(DataPoint.class);
        with.addAll(points);
        with.add(more);
        Sufficiency before = Sufficiency.assess(needs, points);
        Sufficiency after = Sufficiency.assess(needs, with);
        assertThat(after.state()).isGreaterThanOrEqualTo(before.state());
        before.score()
                .ifPresent(
                        score -> assertThat(after.score().orElseThrow().value()).isGreaterThanOrEqualTo(score.value()));
    }

    @Property
    void a_missing_primary_point_caps_at_minimal(
            @ForAll("needs") List<String> needs, @ForAll("points") Set<DataPoint> points) {
        Sufficiency assessed = Sufficiency.assess(needs, points);
        if (assessed.missing().stream().anyMatch(missing -> missing.tier() == PointTier.PRIMARY)) {
            assertThat(assessed.state()).isLessThanOrEqualTo(SufficiencyState.MINIMAL);
            assertThat(assessed.state().isSufficient()).isFalse();
        }
    }

    @Property
    void available_and_missing_points_are_all_points_asked_for(
            @ForAll("needs") List<String> needs, @ForAll("points") Set<DataPoint> points) {
        Sufficiency assessed = Sufficiency.assess(needs, points);
        Set<String> asked = needs.stream()
                .flatMap(need -> DataNeed.named(need).stream())
                .flatMap(need -> need.points().stream())
                .map(DataPoint::toString)
                .collect(Collectors.toSet());
        assertThat(assessed.available().size()
                        + assessed.missing().stream()
                                .filter(missing -> asked.contains(missing.point()))
                                .count())
                .isEqualTo(asked.size());
    }

    @Test
    void an_unknown_need_is_a_warning_and_a_missing_primary_point() {
        Sufficiency assessed =
                Sufficiency.assess(List.of("workload_metrics", "carbon_footprint"), EnumSet.allOf(DataPoint.class));

        assertThat(assessed.state()).isEqualTo(SufficiencyState.MINIMAL);
        assertThat(assessed.missing()).extracting(MissingPoint::point).containsExactly("carbon_footprint");
        assertThat(assessed.warnings()).singleElement().asString().contains("carbon_footprint", "workload_metrics");
    }

    @Test
    void nothing_asked_for_is_unknown_and_never_sufficient() {
        Sufficiency assessed = Sufficiency.assess(List.of(), EnumSet.allOf(DataPoint.class));

        assertThat(assessed.state()).isEqualTo(SufficiencyState.UNKNOWN);
        assertThat(assessed.score()).isEmpty();
        assertThat(SufficiencyState.UNKNOWN.isSufficient()).isFalse();
    }

    @Test
    void a_point_that_two_needs_ask_for_counts_once() {
        Sufficiency assessed = Sufficiency.assess(
                List.of("workload_metrics", "cost_analysis"),
                EnumSet.of(DataPoint.REQUEST_TIME, DataPoint.INPUT_TOKENS, DataPoint.OUTPUT_TOKENS));

        assertThat(assessed.score().orElseThrow().basis()).contains("(3.0) / weight of points asked for (7.7)");
        assertThat(assessed.state()).isEqualTo(SufficiencyState.MINIMAL);
    }

    @Test
    void what_was_fetched_beyond_a_quarter_of_what_was_asked_is_filtered_and_the_rest_scored_again() {
        Set<DataPoint> fetched = EnumSet.allOf(DataPoint.class);

        Sufficiency assessed = Sufficiency.assess(List.of("performance_data"), fetched);

        assertThat(assessed.state()).isEqualTo(SufficiencyState.EXCESSIVE);
        assertThat(assessed.score().orElseThrow().value()).isEqualByComparingTo("1");
        assertThat(assessed.filtered()).contains(DataPoint.PRICE).doesNotContain(DataPoint.LATENCY_OR_THROUGHPUT);
    }

    @Test
    void exactly_a_quarter_beyond_is_not_excessive() {
        Set<DataPoint> fetched = EnumSet.copyOf(DataNeed.WORKLOAD_METRICS.points());
        fetched.add(DataPoint.PRICE);
        fetched.add(DataPoint.COST_BY_FEATURE);
        assertThat(Sufficiency.assess(List.of("workload_metrics"), fetched).state())
                .isEqualTo(SufficiencyState.OPTIMAL);

        fetched.add(DataPoint.EARLIER_COST);
        assertThat(Sufficiency.assess(List.of("workload_metrics"), fetched).state())
                .isEqualTo(SufficiencyState.EXCESSIVE);
    }

    @Provide
    Arbitrary<List<String>> needs() {
        return Arbitraries.of(ALL_NEEDS).list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<Set<DataPoint>> points() {
        return Arbitraries.of(DataPoint.class).set();
    }
}
