package ai.netra.agents.suite.triage;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a request wants, expects and states: figures, measures and directions of the same segment, put together. */
final class StatedGoals {
    private static final int MOST_FIGURES = 40;
    private static final int REACH = 160;
    private static final int WORDS_OF_AN_ELLIPSIS = 4;

    private final RequestText request;
    private final List<Evidence> evidence;
    private final List<Figure> figures;
    private final List<StatedThreshold> thresholds = new ArrayList<>();
    private final List<StatedTarget> targets = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Set<RequestText.Segment> limiting = new HashSet<>();
    private final Set<Tried> tried = new HashSet<>();

    /** A measure is looked at once per segment: a request may repeat a word thousands of times. */
    private record Tried(RequestText.Segment segment, Metric metric, Optional<ChangeDirection> implied) {}

    private StatedGoals(RequestText request, List<Evidence> evidence, List<Figure> figures) {
        this.request = request;
        this.evidence = evidence;
        this.figures = figures;
    }

    static StatedGoals read(RequestText request, List<Evidence> evidence, List<Figure> figures) {
        StatedGoals goals = new StatedGoals(request, evidence, figures);
        figures.stream().limit(MOST_FIGURES).forEach(goals::readFigure);
        if (figures.size() > MOST_FIGURES) {
            goals.warnings.add("The request states " + figures.size() + " figures; only the first " + MOST_FIGURES
                    + " were read.");
        }
        evidence.forEach(goals::readGoalWithoutFigure);
        goals.readGoalsBetweenThresholds();
        return goals;
    }

    List<StatedThreshold> thresholds() {
        return thresholds;
    }

    List<StatedTarget> targets() {
        return targets;
    }

    List<String> warnings() {
        return warnings;
    }

    /** The targets of a kind. */
    List<StatedTarget> of(TargetKind kind) {
        return targets.stream().filter(target -> target.kind() == kind).toList();
    }

    /** Whether a measure is named only to state a limit for it, and not as something to improve. */
    boolean limits(Evidence found) {
        return found.metric().isPresent()
                && limiting.contains(found.segment())
                && of(TargetKind.GOAL).stream().noneMatch(goal -> goal.metric().equals(found.metric()));
    }

    private void readFigure(Figure figure) {
        switch (figure.kind()) {
            case MONEY -> addThreshold(Metric.COST, figure);
            case DURATION ->
                addThreshold(
                        metricIn(figure.segment(), figure.start())
                                .filter(metric -> metric == Metric.TIME_TO_FIRST_TOKEN)
                                .orElse(Metric.LATENCY),
                        figure);
            case RATE ->
                addThreshold(
                        metricIn(figure.segment(), figure.start())
                                .filter(metric -> metric == Metric.RATE_LIMIT)
                                .orElse(Metric.USAGE),
                        figure);
            case PERCENT, MULTIPLE -> readChange(figure);
        }
    }

    private void addThreshold(Metric metric, Figure figure) {
        ThresholdBound bound = bound(figure);
        if (bound == ThresholdBound.AT_MOST || bound == ThresholdBound.AT_LEAST) {
            limiting.add(figure.segment());
        }
        thresholds.add(new StatedThreshold(metric, bound, figure.quantity(), Subjects.of(request, figure)));
    }

    private ThresholdBound bound(Figure figure) {
        RequestText.Segment own = figure.segment();
        Optional<ThresholdBound> bound =
                Cues.bound(request.text().substring(Math.min(own.start(), figure.start()), figure.start()));
        for (int i = own.index() - 1; bound.isEmpty() && i >= 0; i--) {
            RequestText.Segment earlier = request.segments().get(i);
            if (earlier.sentence() != own.sentence()) {
                break;
            }
            bound = Cues.bound(request.of(earlier));
        }
        return bound.orElse(ThresholdBound.STATED);
    }

    private void readChange(Figure figure) {
        Optional<Metric> metric = metricIn(figure.segment(), figure.start())
                .or(() -> metricOfFigures(figure))
                .or(() -> metricNearby(figure.segment(), figure.start()));
        Optional<Cues.Way> way = way(figure.segment(), figure.start());
        if (way.isEmpty()) {
            metric.ifPresent(m -> addThreshold(m, figure));
            return;
        }
        ChangeDirection direction = direction(metric, way.get());
        Optional<BigDecimal> factor = factor(figure, direction);
        if (factor.isEmpty()) {
            warnings.add("'" + figure.text() + "' cannot be taken away from anything; a decrease is less than 100 %.");
            return;
        }
        targets.add(new StatedTarget(
                kind(metric, direction),
                metric,
                direction,
                Optional.of(Quantity.userStated(
                        factor.get(),
                        Unit.RATIO,
                        "what the measure is multiplied by, stated in the request: '" + figure.text() + "'")),
                request.of(figure.segment()).strip()));
    }

    private static Optional<BigDecimal> factor(Figure figure, ChangeDirection direction) {
        BigDecimal value = figure.value();
        boolean down = direction == ChangeDirection.DOWN;
        if (figure.kind() == FigureKind.PERCENT) {
            BigDecimal factor = down ? BigDecimal.ONE.subtract(value) : BigDecimal.ONE.add(value);
            return Optional.of(factor).filter(f -> f.signum() > 0);
        }
        boolean divides = down && value.compareTo(BigDecimal.ONE) > 0;
        return Optional.of(divides ? Quantity.quotient(BigDecimal.ONE, value) : value);
    }

    private void readGoalWithoutFigure(Evidence found) {
        Optional<Metric> metric = found.metric();
        if (metric.isPresent()
                && !tried.add(
                        new Tried(found.segment(), metric.get(), found.clue().implied()))) {
            return;
        }
        if (found.negated() || metric.isEmpty() || isKnown(metric.get()) || isStatedAsLimit(found)) {
            return;
        }
        boolean optimizationNegated = evidence.stream()
                .anyMatch(e -> e.negated()
                        && e.segment().equals(found.segment())
                        && e.clue().intent().equals(Optional.of(RequestIntent.OPTIMIZE)));
        Optional<ChangeDirection> direction = found.clue()
                .implied()
                .or(() -> way(found.segment(), found.start()).map(way -> direction(metric, way)));
        if (optimizationNegated || direction.isEmpty()) {
            return;
        }
        targets.add(new StatedTarget(
                kind(metric, direction.get()),
                metric,
                direction.get(),
                Optional.empty(),
                request.of(found.segment()).strip()));
    }

    private boolean isKnown(Metric metric) {
        boolean goalLess = switch (metric) {
            case RATE_LIMIT, TOKENS, UTILIZATION, CACHING -> true;
            case COST, LATENCY, TIME_TO_FIRST_TOKEN, THROUGHPUT, QUALITY, ERRORS, USAGE -> false;
        };
        return goalLess || targets.stream().anyMatch(target -> target.metric().equals(Optional.of(metric)));
    }

    private boolean isStatedAsLimit(Evidence found) {
        return figures.stream().anyMatch(f -> f.segment().equals(found.segment()) && f.kind() == FigureKind.DURATION)
                && found.clue().implied().isEmpty()
                && way(found.segment(), found.start()).isEmpty();
    }

    /** "Takes 3 s, should take under 1 s" is a goal: a third. */
    private void readGoalsBetweenThresholds() {
        for (StatedThreshold current : thresholds) {
            for (StatedThreshold limit : thresholds) {
                boolean pair = current.bound() == ThresholdBound.CURRENT
                        && limit.bound() == ThresholdBound.AT_MOST
                        && current.metric() == limit.metric()
                        && current.quantity().unit() == limit.quantity().unit()
                        && limit.quantity().value().compareTo(current.quantity().value()) < 0;
                boolean known = targets.stream()
                        .anyMatch(t -> t.metric().equals(Optional.of(limit.metric()))
                                && t.factor().isPresent());
                if (pair && !known) {
                    targets.removeIf(t -> t.metric().equals(Optional.of(limit.metric())));
                    targets.add(new StatedTarget(
                            TargetKind.GOAL,
                            Optional.of(limit.metric()),
                            ChangeDirection.DOWN,
                            Optional.of(Quantity.userStated(
                                    Quantity.quotient(
                                            limit.quantity().value(),
                                            current.quantity().value()),
                                    Unit.RATIO,
                                    "the stated limit / the stated current figure")),
                            limit.metric() + " from " + shown(current) + " to at most " + shown(limit)));
                }
            }
        }
    }

    private static String shown(StatedThreshold threshold) {
        return threshold.quantity().value().toPlainString() + " "
                + threshold.quantity().unit();
    }

    private static TargetKind kind(Optional<Metric> metric, ChangeDirection direction) {
        if (metric.equals(Optional.of(Metric.USAGE)) || metric.equals(Optional.of(Metric.TOKENS))) {
            return TargetKind.SCENARIO;
        }
        boolean worse = metric.isPresent()
                && (direction == ChangeDirection.UP) == metric.get().isLowerBetter();
        return worse ? TargetKind.OBSERVATION : TargetKind.GOAL;
    }

    private static ChangeDirection direction(Optional<Metric> metric, Cues.Way way) {
        return switch (way) {
            case FALLS -> ChangeDirection.DOWN;
            case RISES -> ChangeDirection.UP;
            case IMPROVES -> metric.map(Metric::isLowerBetter).orElse(true) ? ChangeDirection.DOWN : ChangeDirection.UP;
        };
    }

    /** The way in the segment itself, else, for an elliptic one such as "and latency", the way before it. */
    private Optional<Cues.Way> way(RequestText.Segment segment, int place) {
        int from = Math.min(place, Math.max(segment.start(), place - REACH));
        String part = request.text().substring(from, Math.min(Math.max(segment.end(), place), place + REACH));
        Optional<Cues.Way> own = Cues.nearestWay(part, place - from);
        boolean elliptic = part.strip().split(" ").length <= WORDS_OF_AN_ELLIPSIS;
        if (own.isPresent()
                || segment.index() == 0
                || !elliptic
                || Cues.bound(part).isPresent()) {
            return own;
        }
        RequestText.Segment before = request.segments().get(segment.index() - 1);
        return before.sentence() != segment.sentence()
                ? Optional.empty()
                : Cues.nearestWay(request.of(before), before.end() - before.start())
                        .filter(way -> way != Cues.Way.RISES);
    }

    private Optional<Metric> metricIn(RequestText.Segment segment, int place) {
        return evidence.stream()
                .filter(found -> found.metric().isPresent() && found.segment().equals(segment))
                .min(Comparator.comparingInt(found -> Math.abs(found.start() - place)))
                .flatMap(Evidence::metric);
    }

    private Optional<Metric> metricOfFigures(Figure figure) {
        return figures.stream()
                .filter(other -> other.segment().equals(figure.segment()))
                .flatMap(other -> switch (other.kind()) {
                    case MONEY -> Optional.of(Metric.COST).stream();
                    case DURATION -> Optional.of(Metric.LATENCY).stream();
                    case RATE -> Optional.of(Metric.USAGE).stream();
                    case PERCENT, MULTIPLE -> Optional.<Metric>empty().stream();
                })
                .findFirst();
    }

    private Optional<Metric> metricNearby(RequestText.Segment segment, int place) {
        return evidence.stream()
                .filter(found -> found.metric().isPresent() && found.segment().sentence() == segment.sentence())
                .min(Comparator.comparingInt(found -> Math.abs(found.start() - place)))
                .flatMap(Evidence::metric);
    }
}
