package ai.netra.agents.suite.triage;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One entry of the {@link Lexicon}: a word or phrase and what it speaks for.
 *
 * @param pattern the phrase, matched at word boundaries only
 * @param category the category it speaks for, with {@code categoryWeight}
 * @param intent the intent it speaks for, with {@code intentWeight}
 * @param metric the measure it names
 * @param implied the way the user wants that measure to go, where the word says so: "slow" asks for less latency
 */
record Clue(
        Pattern pattern,
        Optional<RequestCategory> category,
        int categoryWeight,
        Optional<RequestIntent> intent,
        int intentWeight,
        Optional<Metric> metric,
        Optional<ChangeDirection> implied) {

    /** A clue that speaks for nothing yet. */
    static Clue of(String phrase) {
        return new Clue(
                Pattern.compile("(?<![\\p{L}\\p{N}_])(?:" + phrase + ")(?![\\p{L}\\p{N}_]|-free)"),
                Optional.empty(),
                0,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
    }

    Clue about(RequestCategory newCategory, int weight) {
        return new Clue(pattern, Optional.of(newCategory), weight, intent, intentWeight, metric, implied);
    }

    Clue asks(RequestIntent newIntent, int weight) {
        return new Clue(pattern, category, categoryWeight, Optional.of(newIntent), weight, metric, implied);
    }

    Clue names(Metric newMetric) {
        return new Clue(pattern, category, categoryWeight, intent, intentWeight, Optional.of(newMetric), implied);
    }

    Clue wants(ChangeDirection direction) {
        return new Clue(pattern, category, categoryWeight, intent, intentWeight, metric, Optional.of(direction));
    }
}
