package ai.netra.agents.suite.trace;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;

/**
 * Makes request traces out of a seed, for demonstrations and load tests: <b>synthetic, not measured anywhere</b>.
 *
 * <p>Arrivals follow a Poisson process whose rate swings over the day (most at 14:00 UTC, least at 02:00). Token counts follow clipped log-normal
 * distributions shaped loosely like code completion: long contexts, short answers. The same seed gives the same bytes on every machine. Rows are
 * written as they are made, so the number of them is bounded by the disk alone.
 */
public final class SyntheticTrace {
    /** The seed of the bundled sample. */
    public static final long SAMPLE_SEED = 20_231_116L;

    /** Which columns are written. */
    public enum Columns {
        /** The three standard ones. */
        STANDARD,
        /** Those and {@code Model,Feature,User,LatencyMs,FirstTokenMs,Error}. */
        DETAILED
    }

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSS", Locale.ROOT);
    private static final double SECONDS_PER_DAY = 86_400;
    private static final double SWING = 0.8;
    private static final double BUSIEST_HOUR = 14;

    private final long seed;
    private final long requests;
    private final Instant start;
    private final Duration span;
    private final Columns columns;

    private SyntheticTrace(long seed, long requests, Instant start, Duration span, Columns columns) {
        if (requests < 1) {
            throw TraceException.of("A synthetic trace of " + requests + " requests is empty; ask for at least 1.");
        }
        if (span.isNegative() || span.isZero()) {
            throw TraceException.of("A synthetic trace cannot span " + span + "; give a positive duration.");
        }
        this.seed = seed;
        this.requests = requests;
        this.start = Objects.requireNonNull(start, "start");
        this.span = span;
        this.columns = columns;
    }

    /** That many requests over roughly that span, from 1 January 2024. */
    public static SyntheticTrace of(long seed, long requests, Duration span) {
        return new SyntheticTrace(seed, requests, Instant.parse("2024-01-01T00:00:00Z"), span, Columns.STANDARD);
    }

    /** The bundled sample: 2,000 requests over two days. */
    public static SyntheticTrace sample() {
        return of(SAMPLE_SEED, 2_000, Duration.ofDays(2));
    }

    /** The same trace with other columns. */
    public SyntheticTrace withColumns(Columns which) {
        return new SyntheticTrace(seed, requests, start, span, which);
    }

    /** The mapping that reads all columns of {@link Columns#DETAILED}. */
    public static ColumnMapping detailedMapping() {
        return ColumnMapping.parse(
                "model=Model,feature=Feature,user=User,latency_ms=LatencyMs,ttft_ms=FirstTokenMs,error=Error");
    }

    /**
     * Writes the trace as CSV; the writer is neither flushed nor closed.
     *
     * @throws IOException if the writer does
     */
    public void writeTo(Writer writer) throws IOException {
        Random random = new Random(seed);
        CsvWriter csv = new CsvWriter(writer);
        csv.write(header());
        double meanGap = span.toMillis() / 1_000.0 / requests;
        double seconds = 0;
        for (long i = 0; i < requests; i++) {
            seconds += exponential(random) * meanGap / rate(seconds);
            csv.write(row(random, start.plusNanos(100 * Math.round(seconds * 1e7))));
        }
    }

    private List<String> header() {
        List<String> header = new ArrayList<>(List.of("TIMESTAMP", "ContextTokens", "GeneratedTokens"));
        if (columns == Columns.DETAILED) {
            header.addAll(List.of("Model", "Feature", "User", "LatencyMs", "FirstTokenMs", "Error"));
        }
        return header;
    }

    private List<String> row(Random random, Instant time) {
        long input = logNormal(random, 7.1, 1.0, 7_500);
        long output = logNormal(random, 2.6, 1.0, 1_800);
        List<String> row = new ArrayList<>();
        row.add(TIME.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC)));
        row.add(Long.toString(input));
        row.add(Long.toString(output));
        if (columns == Columns.DETAILED) {
            String feature = random.nextInt(10) < 7 ? "completion" : "chat";
            long firstToken = 40 + input / 20 + random.nextInt(60);
            row.add(feature.equals("chat") ? "frontier-large" : "balanced-medium");
            row.add(feature);
            row.add("user-" + (1 + random.nextInt(50)));
            row.add(Long.toString(firstToken + output * (12 + random.nextInt(6))));
            row.add(Long.toString(firstToken));
            row.add(Boolean.toString(random.nextInt(200) == 0));
        }
        return row;
    }

    /** The rate of arrivals at a time of the day, relative to the mean over the day. */
    private static double rate(double seconds) {
        double day = seconds / SECONDS_PER_DAY - BUSIEST_HOUR / 24;
        return 1 + SWING * StrictMath.cos(2 * Math.PI * day);
    }

    private static double exponential(Random random) {
        return -StrictMath.log(1 - random.nextDouble());
    }

    private static long logNormal(Random random, double mean, double deviation, long most) {
        double normal = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()))
                * StrictMath.cos(2 * Math.PI * random.nextDouble());
        double value = StrictMath.exp(mean + deviation * normal);
        return Math.max(1, Math.min(most, (long) value));
    }
}
