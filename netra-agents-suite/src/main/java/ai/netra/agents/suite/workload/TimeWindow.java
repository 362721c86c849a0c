package ai.netra.agents.suite.workload;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.internal.Excerpt;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far back to look, such as {@code 24h}: {@code <n>min}, {@code <n>h}, {@code <n>d} (24 hours) or {@code <n>w} (7 days), 1 minute to 520
 * weeks. A bare {@code m} is refused because it could mean minutes or months.
 *
 * @param length how long the window is
 */
public record TimeWindow(Duration length) {
    private static final Duration LONGEST = Duration.ofDays(7 * 520);

    /** What is used when nobody said how far back to look: {@code 24h}. */
    public static final TimeWindow DEFAULT = new TimeWindow(Duration.ofHours(24));

    private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(min|h|d|w)");
    private static final Pattern BARE_MINUTES_OR_MONTHS = Pattern.compile("([0-9]{1,9})[mM]");

    /** Checks the length. */
    public TimeWindow {
        if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
            throw new InvalidDefinitionException(
                    "The time window is " + length + " long; give one from 1min to 520w, such as 24h.");
        }
    }

    /**
     * The window that the text says.
     *
     * @throws InvalidDefinitionException if it says none; the message says how to write it
     */
    public static TimeWindow parse(String text) {
        Matcher bare = BARE_MINUTES_OR_MONTHS.matcher(text);
        if (bare.matches()) {
            throw new InvalidDefinitionException("The time window '" + text + "' could mean minutes or months; write '"
                    + bare.group(1) + "min' for minutes or, for months, days such as '30d'.");
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidDefinitionException("The time window " + Excerpt.of(text)
                    + " is not understood; write a whole number and min, h, d or w, such as 30min, 24h, 7d or 2w.");
        }
        long count = Long.parseLong(matcher.group(1));
        return new TimeWindow(
                switch (matcher.group(2)) {
                    case "min" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    case "d" -> Duration.ofDays(count);
                    default -> Duration.ofDays(7 * count);
                });
    }

    /** The range of this length whose last instant is the given one. */
    public TimeRange endingWith(Instant last) {
        Instant end = last.plusNanos(1);
        return new TimeRange(end.minus(length), end);
    }

    /** The shortest text that {@link #parse(String)} reads back, or ISO 8601 if the length is not in whole minutes. */
    @Override
    public String toString() {
        if (length.toNanosPart() != 0 || length.toSeconds() % 60 != 0) {
            return length.toString();
        }
        long minutes = length.toMinutes();
        if (minutes % (7 * 24 * 60) == 0) {
            return minutes / (7 * 24 * 60) + "w";
        }
        if (minutes % (24 * 60) == 0) {
            return minutes / (24 * 60) + "d";
        }
        return minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "min";
    }
}
