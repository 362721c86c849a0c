package ai.netra.agents.suite.sufficiency;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How far the data at hand carries an answer, and what is missing for a better one.
 *
 * <p>The score is the weight of the points that are there over the weight of all points asked for; a point that two needs ask for counts once. A need
 * that is not known counts as a missing primary point. Immutable.
 *
 * @param score from 0 to 1; absent where nothing was asked for
 * @param state what the score and the primary points amount to
 * @param missing the points asked for that are not there, primary ones first
 * @param available the points asked for that are there
 * @param filtered the points that were fetched beyond those asked for and filtered out, because they weighed too much
 * @param warnings needs that are not known
 */
public record Sufficiency(
        Optional<Quantity> score,
        SufficiencyState state,
        List<MissingPoint> missing,
        List<DataPoint> available,
        List<DataPoint> filtered,
        List<String> warnings) {

    /** Copies the lists. */
    public Sufficiency {
        missing = List.copyOf(missing);
        available = List.copyOf(available);
        filtered = List.copyOf(filtered);
        warnings = List.copyOf(warnings);
    }

    /** Not assessed. */
    public static Sufficiency unknown() {
        return new Sufficiency(Optional.empty(), SufficiencyState.UNKNOWN, List.of(), List.of(), List.of(), List.of());
    }

    /**
     * Assesses what was fetched against what was asked for.
     *
     * @param needs names of needs, such as {@code cost_analysis}; duplicates count once
     * @param fetched every point at hand
     */
    public static Sufficiency assess(Collection<String> needs, Set<DataPoint> fetched) {
        Set<DataPoint> asked = EnumSet.noneOf(DataPoint.class);
        Set<String> unknown = new LinkedHashSet<>();
        for (String name : needs) {
            DataNeed.named(name).ifPresentOrElse(need -> asked.addAll(need.points()), () -> unknown.add(name));
        }
        int askedWeight = weight(asked) + unknown.size() * PointTier.PRIMARY.tenths();
        if (askedWeight == 0) {
            return unknown();
        }
        Set<DataPoint> there = EnumSet.copyOf(asked);
        there.retainAll(fetched);
        Set<DataPoint> beyond = EnumSet.noneOf(DataPoint.class);
        beyond.addAll(fetched);
        beyond.removeAll(asked);
        int thereWeight = weight(there);
        boolean complete = thereWeight == askedWeight;
        boolean excessive = complete && weight(beyond) * 4 > askedWeight;
        return new Sufficiency(
                Optional.of(score(thereWeight, askedWeight)),
                excessive
                        ? SufficiencyState.EXCESSIVE
                        : state(thereWeight, askedWeight, missesPrimary(asked, there, unknown)),
                missing(needs, asked, there, unknown),
                List.copyOf(there),
                excessive ? List.copyOf(beyond) : List.of(),
                unknown.stream().map(Sufficiency::warning).toList());
    }

    /** Whether a point asked for is there. */
    public boolean has(DataPoint point) {
        return available.contains(point);
    }

    private static int weight(Set<DataPoint> points) {
        return points.stream().mapToInt(point -> point.tier().tenths()).sum();
    }

    private static boolean missesPrimary(Set<DataPoint> asked, Set<DataPoint> there, Set<String> unknown) {
        return !unknown.isEmpty()
                || asked.stream().anyMatch(point -> point.tier() == PointTier.PRIMARY && !there.contains(point));
    }

    /** Half-open bounds in whole numbers, so that a score at a bound is decided exactly. */
    static SufficiencyState state(int thereWeight, int askedWeight, boolean missesPrimary) {
        if (thereWeight * 100 < askedWeight * 30) {
            return SufficiencyState.INSUFFICIENT;
        }
        if (missesPrimary || thereWeight * 100 < askedWeight * 50) {
            return SufficiencyState.MINIMAL;
        }
        return thereWeight * 100 < askedWeight * 80 ? SufficiencyState.SUFFICIENT : SufficiencyState.OPTIMAL;
    }

    private static Quantity score(int thereWeight, int askedWeight) {
        BigDecimal there = BigDecimal.valueOf(thereWeight, 1);
        BigDecimal asked = BigDecimal.valueOf(askedWeight, 1);
        return Quantity.measured(
                Quantity.quotient(there, asked),
                Unit.RATIO,
                "weight of available points (" + there + ") / weight of points asked for (" + asked + ")");
    }

    private static List<MissingPoint> missing(
            Collection<String> needs, Set<DataPoint> asked, Set<DataPoint> there, Set<String> unknown) {
        List<MissingPoint> missing = new ArrayList<>();
        for (String name : unknown) {
            missing.add(new MissingPoint(
                    name, PointTier.PRIMARY, List.of(name), "data of the unknown kind '" + name + "'"));
        }
        for (PointTier tier : PointTier.values()) {
            for (DataPoint point : asked) {
                if (point.tier() == tier && !there.contains(point)) {
                    List<String> askers = new LinkedHashSet<>(needs)
                            .stream()
                                    .filter(name -> DataNeed.named(name)
                                            .filter(need -> need.points().contains(point))
                                            .isPresent())
                                    .toList();
                    missing.add(new MissingPoint(point.toString(), tier, askers, point.meaning()));
                }
            }
        }
        return missing;
    }

    private static String warning(String need) {
        return "The data need '" + need
                + "' is not known; known ones are workload_metrics, cost_analysis and performance_data.";
    }
}
