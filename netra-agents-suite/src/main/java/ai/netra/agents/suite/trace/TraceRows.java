package ai.netra.agents.suite.trace;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.internal.Excerpt;
import ai.netra.agents.suite.workload.WorkloadField;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes requests of rows, and says what is wrong with those it cannot: the line, the column, the value and the fix. */
final class TraceRows {
    private static final BigDecimal LONGEST_MS =
            BigDecimal.valueOf(Duration.ofDays(3_650).toMillis());

    private final String trace;
    private final TraceHeader header;
    private final int time;
    private final int input;
    private final int output;
    private final int model;
    private final int feature;
    private final int user;
    private final int latency;
    private final int firstToken;
    private final int error;
    private @Nullable TimeFormat format;

    TraceRows(String trace, TraceHeader header) {
        this.trace = trace;
        this.header = header;
        this.time = header.position(WorkloadField.TIME);
        this.input = header.position(WorkloadField.INPUT_TOKENS);
        this.output = header.position(WorkloadField.OUTPUT_TOKENS);
        this.model = header.position(WorkloadField.MODEL);
        this.feature = header.position(WorkloadField.FEATURE);
        this.user = header.position(WorkloadField.USER);
        this.latency = header.position(WorkloadField.LATENCY);
        this.firstToken = header.position(WorkloadField.TIME_TO_FIRST_TOKEN);
        this.error = header.position(WorkloadField.ERROR);
    }

    /** The format of times that the first row set. */
    Optional<TimeFormat> format() {
        return Optional.ofNullable(format);
    }

    /**
     * The request that a row says.
     *
     * @throws TraceException if it says none
     */
    WorkloadRequest request(long line, List<String> row) {
        if (row.size() != header.width()) {
            throw TraceException.atLine(
                    trace,
                    line,
                    "the row has " + row.size() + " fields where the header has " + header.width()
                            + "; give each column a field, and put fields with commas in quotes.");
        }
        try {
            return new WorkloadRequest(
                    time(line, row.get(time).strip()),
                    tokens(line, input, row),
                    tokens(line, output, row),
                    text(model, row),
                    text(feature, row),
                    text(user, row),
                    duration(line, latency, row),
                    duration(line, firstToken, row),
                    flag(line, row));
        } catch (InvalidDefinitionException e) {
            throw TraceException.atLine(trace, line, String.valueOf(e.getMessage()));
        }
    }

    private Instant time(long line, String text) {
        if (format == null) {
            format = TimeFormat.of(text)
                    .orElseThrow(() -> TraceException.atLine(
                            trace,
                            line,
                            "column '" + header.column(time) + "' has the time " + Excerpt.of(text)
                                    + " in an unknown format; write " + TimeFormat.known() + "."));
        }
        TimeFormat known = format;
        return known.parse(text)
                .orElseThrow(() -> TraceException.atLine(
                        trace,
                        line,
                        "column '" + header.column(time) + "' has the time " + Excerpt.of(text)
                                + " where the first row set the format " + known.description()
                                + "; write all times in that one."));
    }

    private long tokens(long line, int position, List<String> row) {
        String text = row.get(position).strip();
        long tokens;
        try {
            tokens = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw TraceException.atLine(
                    trace,
                    line,
                    "column '" + header.column(position) + "' has " + (text.isEmpty() ? "no value" : Excerpt.of(text))
                            + "; give a whole number of tokens.");
        }
        if (tokens < 0 || tokens > WorkloadRequest.MAX_TOKENS) {
            throw TraceException.atLine(
                    trace,
                    line,
                    "column '" + header.column(position) + "' has " + tokens + " tokens; give 0 to "
                            + WorkloadRequest.MAX_TOKENS + ".");
        }
        return tokens;
    }

    private static Optional<String> text(int position, List<String> row) {
        if (position == TraceHeader.NOWHERE || row.get(position).isBlank()) {
            return Optional.empty();
        }
        return Optional.of(row.get(position).strip());
    }

    private Optional<Duration> duration(long line, int position, List<String> row) {
        Optional<String> text = text(position, row);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            BigDecimal millis = new BigDecimal(text.get());
            if (millis.signum() >= 0 && millis.compareTo(LONGEST_MS) <= 0) {
                return Optional.of(Duration.ofNanos(millis.movePointRight(6).longValue()));
            }
        } catch (NumberFormatException e) {
            // falls through to the one message for everything that is not a duration
        }
        throw TraceException.atLine(
                trace,
                line,
                "column '" + header.column(position) + "' has " + Excerpt.of(text.get())
                        + "; give milliseconds from 0 to " + LONGEST_MS + ", or leave it empty.");
    }

    private Optional<Boolean> flag(long line, List<String> row) {
        Optional<String> text = text(error, row);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes" -> Optional.of(true);
            case "false", "0", "no" -> Optional.of(false);
            default ->
                throw TraceException.atLine(
                        trace,
                        line,
                        "column '" + header.column(error) + "' has " + Excerpt.of(text.get())
                                + "; give true or false, or leave it empty.");
        };
    }
}
