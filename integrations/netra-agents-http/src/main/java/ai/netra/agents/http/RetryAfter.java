package ai.netra.agents.http;

import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads after which time a server wants to be asked again: {@code retry-after-ms}, and {@code retry-after} in seconds or as an HTTP date (RFC 9110). */
final class RetryAfter {
    private static final int MILLI_DIGITS = 3;

    /** What is longer is no time to wait for, and nothing that a server means. */
    private static final BigDecimal LONGEST_MILLIS = new BigDecimal("1e11");

    private RetryAfter() {}

    /** The time; empty where there is none, or one that cannot be read. A date in the past is no time at all. */
    static Optional<Duration> of(HttpHeaders headers, Supplier<Instant> clock) {
        return headers.firstValue("retry-after-ms")
                .flatMap(text -> millis(text, 0))
                .or(() -> headers.firstValue("retry-after")
                        .flatMap(text -> millis(text, MILLI_DIGITS)
                                .or(() -> date(text)
                                        .map(then -> Duration.between(now(headers, clock), then))
                                        .map(wait -> wait.isNegative() ? Duration.ZERO : wait))));
    }

    private static Optional<Duration> millis(String text, int toMillis) {
        try {
            if (text.length() > 30) {
                return Optional.empty();
            }
            BigDecimal millis = new BigDecimal(text.strip()).movePointRight(toMillis);
            return millis.signum() < 0 || millis.compareTo(LONGEST_MILLIS) > 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofMillis(millis.longValue()));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** By the server's own clock where it says what that shows. */
    private static Instant now(HttpHeaders headers, Supplier<Instant> clock) {
        return headers.firstValue("date").flatMap(RetryAfter::date).orElseGet(clock);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }
}
