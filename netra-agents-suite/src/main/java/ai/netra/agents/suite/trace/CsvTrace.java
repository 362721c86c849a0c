package ai.netra.agents.suite.trace;

import ai.netra.agents.suite.workload.WorkloadRequest;
import ai.netra.agents.suite.workload.WorkloadWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A request trace in a CSV file: a header and one row per request. Read as a stream, so that files of any size fit.
 *
 * <pre>{@code
 * CsvTrace trace = CsvTrace.of(Path.of("trace.csv"), ColumnMapping.parse("time=ts,input=prompt,output=completion"));
 * TraceLoad load = trace.loadInto(repository.replace(WorkloadId.of(UserId.LOCAL, "test-123")));
 * }</pre>
 *
 * <p>UTF-8, separated by commas, quoted as in RFC 4180, any line ends. Times are {@code yyyy-MM-dd HH:mm:ss[.fraction]} (taken as UTC, which
 * {@link TraceSummary#timeFormat()} says), ISO 8601 with a zone, or seconds or milliseconds since 1970; the first row sets which, and all others must
 * be in the same. {@code latency_ms} and {@code ttft_ms} are decimal milliseconds, {@code error} is true, false, yes, no, 1 or 0; an empty field of an
 * optional part is absent. A malformed row is refused with its line and ends the reading, unless {@link #skippingMalformedRows()} was asked for.
 *
 * <p>Immutable and thread-safe.
 */
public final class CsvTrace {
    private static final String SAMPLE = "sample-trace.csv";

    /** What happens to a row that cannot be read. */
    private enum Malformed {
        REFUSE,
        SKIP
    }

    private final TraceSource source;
    private final ColumnMapping mapping;
    private final Malformed malformed;

    private CsvTrace(TraceSource source, ColumnMapping mapping, Malformed malformed) {
        this.source = source;
        this.mapping = Objects.requireNonNull(mapping, "mapping");
        this.malformed = malformed;
    }

    /** The trace in that file, with the standard columns. The file is opened when it is read. */
    public static CsvTrace of(Path file) {
        return of(file, ColumnMapping.standard());
    }

    /** The trace in that file, with those columns. The file is opened when it is read. */
    public static CsvTrace of(Path file, ColumnMapping mapping) {
        return new CsvTrace(TraceSource.file(file), mapping, Malformed.REFUSE);
    }

    /** The bundled sample: 2,000 synthetic requests over two days, made by {@link SyntheticTrace#sample()}. */
    public static CsvTrace bundledSample() {
        return new CsvTrace(TraceSource.resource(SAMPLE), ColumnMapping.standard(), Malformed.REFUSE);
    }

    /** The same trace, read so that malformed rows are counted and passed over instead of refused. */
    public CsvTrace skippingMalformedRows() {
        return new CsvTrace(source, mapping, Malformed.SKIP);
    }

    /** The file as it was given, or the name of the bundled sample. */
    public String name() {
        return source.name();
    }

    /**
     * Gives each request to the action, in the order of the file.
     *
     * @throws TraceException if the trace is missing, empty, has no request, lacks a mapped column or has a row that is refused
     */
    public TraceSummary forEach(Consumer<? super WorkloadRequest> action) {
        return read(action, () -> {});
    }

    /**
     * Loads the trace through the writer, publishes it and closes the writer. After a failure nothing of it is kept.
     *
     * @throws TraceException as {@link #forEach} does
     * @throws ai.netra.agents.suite.workload.WorkloadException if the repository fails
     */
    public TraceLoad loadInto(WorkloadWriter writer) {
        try (writer) {
            TraceSummary summary = read(writer::add, writer::countMalformed);
            return new TraceLoad(summary, writer.publish());
        }
    }

    private TraceSummary read(Consumer<? super WorkloadRequest> action, Runnable onMalformed) {
        var utf8 = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (Reader reader = new InputStreamReader(source.opener().open(), utf8)) {
            return read(new CsvReader(reader, source.name()), action, onMalformed);
        } catch (IOException e) {
            throw TraceException.of(
                    "Trace '" + name() + "' could not be read: " + e.getMessage() + "; check the file and its disk.",
                    e);
        }
    }

    private TraceSummary read(CsvReader csv, Consumer<? super WorkloadRequest> action, Runnable onMalformed)
            throws IOException {
        if (!csv.next()) {
            throw TraceException.of("Trace '" + name()
                    + "' is empty; its first line must name the columns and each further" + " line be a request.");
        }
        TraceHeader header = new TraceHeader(name(), csv.fields(), mapping);
        TraceRows rows = new TraceRows(name(), header);
        long requests = 0;
        long skipped = 0;
        while (csv.next()) {
            WorkloadRequest request;
            try {
                request = rows.request(csv.line(), csv.fields());
            } catch (TraceException e) {
                if (malformed == Malformed.REFUSE) {
                    throw e;
                }
                skipped++;
                onMalformed.run();
                continue;
            }
            requests++;
            action.accept(request);
        }
        if (requests == 0) {
            throw TraceException.of("Trace '" + name() + "' has no request: "
                    + (skipped == 0 ? "only a header" : "all " + skipped + " rows are malformed")
                    + "; give at least one row below the header.");
        }
        String timeFormat = rows.format().orElseThrow().description();
        return new TraceSummary(name(), requests, skipped, timeFormat, mapping.columns(), header.unmapped());
    }
}
