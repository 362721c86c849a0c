package ai.netra.agents.suite.triage;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the conditions an answer must meet: stated limits, "at equal quality", "without spending more". What is a condition is no goal, and no evidence
 * for what the request is about.
 */
final class Constraints {
    private static final String KEPT =
            "\\b(?:same|equal|similar|unchanged|maintain\\w*|keep(?:ing|s)?|preserv\\w*|hold(?:ing)?|retain\\w*)\\b(?:"
                    + " [\\w'-]+){0,3}? ";
    private static final String SO = "\\b(?: (?:is|are|be|stays?|remains?|to|should|must|at|as))*? (?:the"
            + " same|unchanged|constant|stable|flat|as (?:it )?is)\\b(?! \\w)";
    private static final Map<Metric, String> NAMES = Map.of(
            Metric.COST, "(?:costs?|spend(?:ing)?|budget|price)",
            Metric.LATENCY, "(?:latenc(?:y|ies)|response times?|speed)",
            Metric.QUALITY, "(?:quality|accuracy)",
            Metric.THROUGHPUT, "throughput",
            Metric.ERRORS, "(?:errors?|error rate)");
    private static final Map<Metric, Pattern> PHRASES = phrases();

    private final List<RequestConstraint> constraints = new ArrayList<>();
    private final Set<Evidence> conditions = new LinkedHashSet<>();

    private Constraints() {}

    static Constraints read(RequestText request, List<Evidence> evidence) {
        Constraints found = new Constraints();
        PHRASES.forEach((metric, pattern) -> found.readPhrases(request, evidence, metric, pattern));
        evidence.stream()
                .filter(e ->
                        e.negated() && e.metric().filter(NAMES::containsKey).isPresent())
                .forEach(e -> found.readNegated(request, e));
        return found;
    }

    /** The conditions, stated limits first. */
    List<RequestConstraint> with(List<StatedThreshold> thresholds) {
        List<RequestConstraint> all = new ArrayList<>();
        for (StatedThreshold threshold : thresholds) {
            if (threshold.bound() == ThresholdBound.AT_MOST || threshold.bound() == ThresholdBound.AT_LEAST) {
                all.add(new RequestConstraint(
                        threshold.metric(),
                        threshold.bound().toString(),
                        Optional.of(threshold.quantity()),
                        threshold.subject(),
                        threshold.metric() + " " + threshold.bound().toString().replace('_', ' ') + " "
                                + threshold.quantity().value().toPlainString() + " "
                                + threshold.quantity().unit()
                                + threshold.subject().map(s -> " for " + s).orElse("")));
            }
        }
        all.addAll(constraints);
        return all;
    }

    /** Whether a piece of evidence is part of a condition. */
    boolean holds(Evidence found) {
        return conditions.contains(found);
    }

    private void readPhrases(RequestText request, List<Evidence> evidence, Metric metric, Pattern pattern) {
        Matcher matcher = pattern.matcher(request.text());
        while (matcher.find()) {
            int start = matcher.start();
            int end = matcher.end();
            evidence.stream()
                    .filter(e ->
                            e.start() >= start && e.end() <= end && e.metric().isPresent())
                    .forEach(conditions::add);
            add(metric, matcher.group());
        }
    }

    private void readNegated(RequestText request, Evidence found) {
        conditions.add(found);
        found.metric()
                .ifPresent(metric -> add(metric, request.of(found.segment()).strip()));
    }

    private void add(Metric metric, String text) {
        if (constraints.stream().noneMatch(known -> known.metric() == metric)) {
            constraints.add(new RequestConstraint(
                    metric,
                    metric.isLowerBetter() ? "no_increase" : "no_decrease",
                    Optional.empty(),
                    Optional.empty(),
                    text));
        }
    }

    private static Map<Metric, Pattern> phrases() {
        Map<Metric, Pattern> phrases = new EnumMap<>(Metric.class);
        NAMES.forEach((metric, names) -> phrases.put(
                metric, Pattern.compile(KEPT + names + "\\b(?! (?:low|down|under|below|at most))|\\b" + names + SO)));
        return phrases;
    }
}
