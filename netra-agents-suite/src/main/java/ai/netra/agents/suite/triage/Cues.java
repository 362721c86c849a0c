package ai.netra.agents.suite.triage;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The words that say which way a measure goes, and what a figure is. */
final class Cues {
    /** Which way; {@code IMPROVES} depends on the measure. */
    enum Way {
        /** Less of it. */
        FALLS,
        /** More of it. */
        RISES,
        /** Whichever of these is better. */
        IMPROVES
    }

    private static final Pattern WAYS = Pattern.compile(
            "\\b(?:(?<falls>reduc\\w*|cut(?:s|ting)?|lower(?:s|ed|ing)?|decreas\\w*|drop\\w*|(?<!is )(?<!are"
                + " )down|less|cheap(?:er|est)?|sav(?:e|es|ing|ings)|fewer|shrink\\w*|slash\\w*|minimi[sz]\\w*|halv\\w*|half)|(?<improves>improv\\w*|better|fast(?:er)?|quick(?:er)?|speed\\w*|good|boost\\w*|optimi[sz]\\w*|tun(?:e|ing)|too"
                + " (?:many|much|high|slow|expensive))|(?<rises>grow\\w*|increas\\w*|ris(?:e|es|ing)|rose|(?<!set"
                + " )(?<!speed )(?<!speeds"
                + " )up|more|higher|surge\\w*|spike\\w*|doubl\\w*|tripl\\w*|quadrupl\\w*|rais(?:e|es|ing)|high))\\b");
    private static final Pattern AT_MOST = Pattern.compile(
            "\\b(?:under|below|at most|max(?:imum)?|caps?|capped|limit(?:ed|s)?|within|less than|lower than|no more"
                + " than|not more than|exceed\\w*|up"
                + " to|accept\\w*|maintain\\w*|keep\\w*|should|must|needs?|target|sla|slo|tolerat\\w*|budget)\\b|\\bto$|[<\u2264]");
    private static final Pattern AT_LEAST =
            Pattern.compile("\\b(?:at least|no less than|more than|over|above|min(?:imum)?)\\b|[>\u2265]");
    private static final Pattern CURRENT = Pattern.compile(
            "\\b(?:takes?|taking|took|is|are|was|currently|current|now|averag\\w+|spend(?:s|ing)?|spent|pay(?:s|ing)?|costs?|bill|from)\\b|%"
                + " of$|percent of$");

    private Cues() {}

    /** The cue nearest to a place within a part of the text. */
    static Optional<Way> nearestWay(String part, int place) {
        return WAYS.matcher(part)
                .results()
                .min(Comparator.comparingInt(cue -> distance(cue, place)))
                .map(Cues::way);
    }

    /** What a figure is, by the words before it; the last cue counts, except that a limit outranks "current". */
    static Optional<ThresholdBound> bound(String before) {
        String words = before.stripTrailing();
        if (words.endsWith("from")) {
            return Optional.of(ThresholdBound.CURRENT);
        }
        if (AT_MOST.matcher(words).find()) {
            return Optional.of(ThresholdBound.AT_MOST);
        }
        if (AT_LEAST.matcher(words).find()) {
            return Optional.of(ThresholdBound.AT_LEAST);
        }
        return CURRENT.matcher(words).find() ? Optional.of(ThresholdBound.CURRENT) : Optional.empty();
    }

    private static Way way(MatchResult cue) {
        if (cue.group("falls") != null) {
            return Way.FALLS;
        }
        return cue.group("improves") != null ? Way.IMPROVES : Way.RISES;
    }

    private static int distance(MatchResult cue, int place) {
        return place < cue.start() ? cue.start() - place : Math.max(0, place - cue.end());
    }
}
