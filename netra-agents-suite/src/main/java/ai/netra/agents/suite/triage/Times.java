package ai.netra.agents.suite.triage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the spans of time a request speaks of. A month is read as 30 days and a quarter as 91. */
final class Times {
    private static final Pattern SPAN =
            Pattern.compile("\\b(last|past|previous|preceding|next|coming|over the)\\s(?:(\\d{1,4}|few|couple"
                + " of)\\s)?(minutes?|mins?|hours?|hrs?|days?|nights?|weeks?|months?|quarters?|years?)\\b|\\b(yesterday|today|this"
                + " week|this month|tomorrow)\\b|(?<![\\w.$-])(\\d{1,4})(min|h|d|w)\\b|\\b(\\d{1,4})"
                + " (hours|days|weeks|months)\\b");

    private Times() {}

    /** A span and its place. */
    record Found(StatedTime time, int start, int end) {}

    static List<Found> read(RequestText request) {
        List<Found> found = new ArrayList<>();
        Matcher matcher = SPAN.matcher(request.text());
        while (matcher.find()) {
            found.add(new Found(time(matcher), matcher.start(), matcher.end()));
        }
        return found;
    }

    private static StatedTime time(Matcher match) {
        String text = match.group();
        if (match.group(4) != null) {
            return switch (match.group(4)) {
                case "tomorrow" -> new StatedTime(text, false, Optional.empty());
                case "this week" -> new StatedTime(text, true, Optional.of("1w"));
                case "this month" -> new StatedTime(text, true, Optional.of("30d"));
                default -> new StatedTime(text, true, Optional.of("24h"));
            };
        }
        if (match.group(6) != null) {
            return new StatedTime(text, true, window(match.group(5), match.group(6)));
        }
        if (match.group(8) != null) {
            return new StatedTime(text, true, window(match.group(7), match.group(8)));
        }
        boolean past = !text.startsWith("next") && !text.startsWith("coming");
        String count = match.group(2) == null ? "1" : match.group(2);
        return new StatedTime(text, past, past ? window(count, match.group(3)) : Optional.empty());
    }

    private static Optional<String> window(String count, String unit) {
        if (!count.matches("\\d+") || Integer.parseInt(count) == 0) {
            return Optional.empty();
        }
        int n = Integer.parseInt(count);
        String window = switch (unit.charAt(0) == 'm' ? unit.substring(0, 2) : unit.substring(0, 1)) {
            case "mi" -> n + "min";
            case "h" -> n + "h";
            case "d", "n" -> n + "d";
            case "w" -> n + "w";
            case "mo" -> 30 * n + "d";
            case "q" -> 91 * n + "d";
            default -> 52 * n + "w";
        };
        return Optional.of(window);
    }
}
