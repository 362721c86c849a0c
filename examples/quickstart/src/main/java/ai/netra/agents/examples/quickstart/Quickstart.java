package ai.netra.agents.examples.quickstart;

import ai.netra.agents.Limits;
import ai.netra.agents.NetraException;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunRequest;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.json.ResultJson;
import ai.netra.agents.suite.NetraSuite;
import ai.netra.agents.suite.NetraSuiteBuilder;
import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.llm.SuiteLlm;
import ai.netra.agents.suite.reporting.Report;
import ai.netra.agents.suite.trace.ColumnMapping;
import ai.netra.agents.suite.trace.CsvTrace;
import ai.netra.agents.suite.trace.SyntheticTrace;
import ai.netra.agents.suite.trace.TraceLoad;
import ai.netra.agents.suite.workload.JdbcWorkloadRepository;
import ai.netra.agents.suite.workload.WorkloadId;
import ai.netra.agents.tools.json.JsonCodec;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks one question about a workload's request trace: loads the trace into an embedded database, runs the Netra agents on it, prints what they do and
 * what they found, and writes {@code report.md} and {@code result.json}.
 *
 * <p>Exit codes: 0 where there is a report, 1 where the run failed, 2 where the command line or its files cannot be used; then nothing is written.
 */
public final class Quickstart {
    private static final Duration GENERATED_SPAN = Duration.ofDays(30);

    /** Time for a trace of many millions of requests; somebody is watching, and can press Ctrl-C. */
    private static final Limits PATIENT = Limits.defaults()
            .runTime(Duration.ofHours(6))
            .activationTime(Duration.ofHours(3))
            .toolCallTime(Duration.ofHours(1));

    private final PrintStream out;
    private final PrintStream err;

    private final Function<String, Optional<String>> environment;

    Quickstart(PrintStream out, PrintStream err, Function<String, Optional<String>> environment) {
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    /** Runs the program and exits. */
    public static void main(String[] args) {
        System.exit(new Quickstart(System.out, System.err, name -> Optional.ofNullable(System.getenv(name))).run(args));
    }

    /** Runs the program and gives its exit code. */
    int run(String... args) {
        if (Arrays.asList(args).contains("--help")) {
            out.print(QuickstartArguments.USAGE);
            return 0;
        }
        try {
            return answer(QuickstartArguments.parse(args));
        } catch (NetraException bad) { // every message of the library names the thing, the value and the fix
            err.println("error: " + bad.getMessage());
            return 2;
        } catch (IOException failed) {
            err.println("error: the report could not be written: " + failed);
            return 1;
        }
    }

    private int answer(QuickstartArguments arguments) throws IOException {
        ReportFiles files = ReportFiles.in(arguments.out());
        SupplyCatalog catalog = arguments.catalog().map(JsonSupplyCatalog::read).orElseGet(JsonSupplyCatalog::bundled);
        arguments.model().ifPresent(catalog::require);
        Optional<SuiteLlm> llm = arguments.llm().map(choice -> SuiteLlm.of(choice.client(environment)));
        PrintStream progress = arguments.format() == QuickstartArguments.Format.JSON ? err : out;
        if (arguments.generate().isPresent()) {
            generate(arguments.trace().orElseThrow(), arguments.generate().getAsLong(), progress);
        }
        try (EmbeddedDatabase database = EmbeddedDatabase.open()) {
            JdbcWorkloadRepository repository =
                    JdbcWorkloadRepository.of(database.dataSource()).createTables();
            load(arguments, repository, progress);
            OrchestrationResult<Report> result = ask(arguments, repository, catalog, llm, progress);
            return tell(result, files, arguments.format());
        }
    }

    private static void generate(Path file, long rows, PrintStream progress) throws IOException {
        progress.printf("Writing %,d synthetic requests to %s%n", rows, file);
        try (Writer writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW)) {
            SyntheticTrace.of(SyntheticTrace.SAMPLE_SEED, rows, GENERATED_SPAN).writeTo(writer);
        } catch (FileAlreadyExistsException exists) {
            throw new BadArgumentException(
                    "trace '" + file + "' exists already and is not overwritten; name a new file, or drop --generate");
        } catch (NoSuchFileException missing) {
            throw new BadArgumentException(
                    "trace '" + file + "' cannot be written: its folder does not exist; make it first");
        }
    }

    private static void load(QuickstartArguments arguments, JdbcWorkloadRepository repository, PrintStream progress) {
        ColumnMapping columns = arguments.columns().map(ColumnMapping::parse).orElseGet(ColumnMapping::standard);
        CsvTrace trace =
                arguments.trace().map(file -> CsvTrace.of(file, columns)).orElseGet(CsvTrace::bundledSample);
        progress.println("Loading " + trace.name()
                + (arguments.trace().isPresent() ? "" : " (bundled; synthetic, not measured anywhere)"));
        TraceLoad load = trace.loadInto(repository.replace(WorkloadId.of(UserId.LOCAL, arguments.workloadId())));
        progress.printf(
                "  %,d requests, times as %s%n%n",
                load.summary().requests(), load.summary().timeFormat());
    }

    private static OrchestrationResult<Report> ask(
            QuickstartArguments arguments,
            JdbcWorkloadRepository repository,
            SupplyCatalog catalog,
            Optional<SuiteLlm> llm,
            PrintStream progress) {
        NetraSuiteBuilder builder = NetraSuite.builder().repository(repository).catalog(catalog);
        llm.ifPresent(builder::llm);
        NetraSuite suite = builder.build();
        RunRequest request = RunRequest.of(arguments.question())
                .attribute("workload_id", arguments.workloadId())
                .attribute("time_range", arguments.range());
        if (arguments.model().isPresent()) {
            request = request.attribute("model", arguments.model().get());
        }
        progress.println("Asking: " + arguments.question());
        arguments
                .llm()
                .ifPresent(choice -> progress.println(
                        "  " + choice + " chooses and words, where it can; figures are" + " computed"));
        try (LocalAgentRuntime runtime = suite.registerWith(LocalAgentRuntime.builder())
                .limits(PATIENT)
                .listener(new ProgressPrinter(progress))
                .build()) {
            return runtime.run(suite.supervisor(), request);
        }
    }

    private int tell(OrchestrationResult<Report> result, ReportFiles files, QuickstartArguments.Format format)
            throws IOException {
        if (result.status() == RunStatus.REFUSED) {
            throw new BadArgumentException(
                    "the question was refused: " + result.error().orElseThrow().message());
        }
        if (result.output().isEmpty()) {
            err.println("error: the run " + result.status().label() + ": "
                    + result.error().orElseThrow().message());
            return 1;
        }
        Report report = result.output().get();
        String json = ResultJson.of(result, JsonCodec.standard());
        var reportFile = files.write("report.md", report.fullReport());
        var resultFile = files.write("result.json", json);
        if (format == QuickstartArguments.Format.JSON) {
            out.println(json);
            return 0;
        }
        out.println();
        out.println(report.executiveSummary());
        out.println();
        report.nextSteps().forEach(step -> out.println("  next: " + step));
        out.println();
        out.println("Report: " + reportFile);
        out.println("Result: " + resultFile);
        return 0;
    }
}
