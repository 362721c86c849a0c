package ai.netra.agents.suite.trace;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/** The ways traces write times. A trace uses one of them throughout: the one its first row has. */
enum TimeFormat {
    /** Date and time without a zone. */
    LOCAL("yyyy-MM-dd HH:mm:ss[.fraction] without a zone, taken as UTC"),
    /** Date, time and zone. */
    ZONED("ISO 8601 date and time with a zone, such as 2023-11-16T18:17:03.98Z"),
    /** Seconds since 1970. */
    EPOCH_SECONDS("seconds since 1970-01-01 UTC"),
    /** Milliseconds since 1970. */
    EPOCH_MILLIS("milliseconds since 1970-01-01 UTC");

    private static final Pattern SECONDS = Pattern.compile("[0-9]{9,10}(\\.[0-9]{1,9})?");
    private static final Pattern MILLIS = Pattern.compile("[0-9]{12,13}");
    private static final int UP_TO_SECONDS = 19;
    private static final int NANOS = 9;

    private final String description;

    TimeFormat(String description) {
        this.description = description;
    }

    /** The format in words, with what was assumed about the zone. */
    String description() {
        return description;
    }

    /** The format the text is in, if it is in one. */
    static Optional<TimeFormat> of(String text) {
        for (TimeFormat format : values()) {
            if (format.parse(text).isPresent()) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** All formats in words. */
    static String known() {
        return "'yyyy-MM-dd HH:mm:ss[.fraction]' in UTC, ISO 8601 with a zone such as '2023-11-16T18:17:03.98Z', or"
                + " seconds or milliseconds since 1970";
    }

    /** The instant that the text says in this format, if it does. */
    Optional<Instant> parse(String text) {
        return switch (this) {
            case LOCAL, ZONED -> dateAndTime(text);
            case EPOCH_SECONDS ->
                SECONDS.matcher(text).matches() ? Optional.of(seconds(new BigDecimal(text))) : Optional.empty();
            case EPOCH_MILLIS ->
                MILLIS.matcher(text).matches()
                        ? Optional.of(Instant.ofEpochMilli(Long.parseLong(text)))
                        : Optional.empty();
        };
    }

    private Optional<Instant> dateAndTime(String text) {
        if (text.length() < UP_TO_SECONDS || !isShaped(text)) {
            return Optional.empty();
        }
        int end = endOfFraction(text);
        if (end < 0 || (this == LOCAL) != (end == text.length())) {
            return Optional.empty();
        }
        try {
            ZoneOffset offset = this == LOCAL ? ZoneOffset.UTC : ZoneOffset.of(text.substring(end));
            LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
            LocalTime time =
                    LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19), nanos(text, end));
            return Optional.of(date.atTime(time).toInstant(offset));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isShaped(String text) {
        for (int i = 0; i < UP_TO_SECONDS; i++) {
            char c = text.charAt(i);
            boolean fits = switch (i) {
                case 4, 7 -> c == '-';
                case 10 -> c == ' ' || c == 'T';
                case 13, 16 -> c == ':';
                default -> isDigit(c);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Where the fraction of the second ends, or -1 if it has no digit or more than nine. */
    private static int endOfFraction(String text) {
        if (text.length() == UP_TO_SECONDS || text.charAt(UP_TO_SECONDS) != '.') {
            return UP_TO_SECONDS;
        }
        int end = UP_TO_SECONDS + 1;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        int digits = end - UP_TO_SECONDS - 1;
        return digits < 1 || digits > NANOS ? -1 : end;
    }

    private static int nanos(String text, int end) {
        int nanos = 0;
        for (int i = 0; i < NANOS; i++) {
            int at = UP_TO_SECONDS + 1 + i;
            nanos = 10 * nanos + (at < end ? text.charAt(at) - '0' : 0);
        }
        return nanos;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Instant seconds(BigDecimal seconds) {
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        long nanos = seconds.subtract(whole).movePointRight(NANOS).longValueExact();
        return Instant.ofEpochSecond(whole.longValueExact(), nanos);
    }
}
