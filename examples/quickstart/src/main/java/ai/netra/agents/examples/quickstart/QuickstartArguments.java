package ai.netra.agents.examples.quickstart;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param question the question to answer
 * @param trace the request trace; the bundled sample if absent
 * @param columns which columns of the trace hold what, as text
 * @param out where the report goes
 * @param model the model the workload runs on today
 * @param catalog the supply catalog; the bundled one if absent
 * @param workloadId what the workload is called
 * @param format what is printed at the end
 */
record QuickstartArguments(
        String question,
        Optional<Path> trace,
        Optional<String> columns,
        Path out,
        Optional<String> model,
        Optional<Path> catalog,
        String workloadId,
        Format format) {
    static final String USAGE = """
        usage: ["QUESTION"] [options]
          --trace FILE        CSV of requests; default: a bundled synthetic sample
          --columns MAPPING   time=..,input=..,output=..[,model=..,feature=..,user=..,latency_ms=..,ttft_ms=..,error=..]
                              default: time=TIMESTAMP,input=ContextTokens,output=GeneratedTokens
          --model NAME        the model the workload runs on today, by its name in the catalog
          --catalog FILE      supply catalog in JSON; default: the bundled, illustrative one
          --workload-id ID    what to call the workload; default: quickstart
          --out DIR           where report.md and result.json go; default: netra-report
          --json              print the result as JSON on standard output, and progress on standard error
          --help              print this
        """;

    private static final String DEFAULT_QUESTION = "Optimize my GPU workload for cost";
    private static final List<String> WITH_VALUE =
            List.of("--trace", "--columns", "--model", "--catalog", "--workload-id", "--out");

    /** What is printed at the end. */
    enum Format {
        SUMMARY,
        JSON
    }

    static QuickstartArguments parse(String... args) {
        Map<String, String> values = new HashMap<>();
        List<String> questions = new ArrayList<>();
        Format format = Format.SUMMARY;
        for (int i = 0; i < args.length; i++) {
            String arg = args[i];
            if (arg.equals("--json")) {
                format = Format.JSON;
            } else if (WITH_VALUE.contains(arg)) {
                if (i + 1 == args.length || args[i + 1].startsWith("--")) {
                    throw new BadArgumentException("option " + arg + " has no value; write " + arg + " VALUE");
                }
                if (values.put(arg, args[++i]) != null) {
                    throw new BadArgumentException(
                            "option " + arg + " is given twice, the second time as '" + args[i] + "'; give it once");
                }
            } else if (arg.startsWith("--")) {
                throw new BadArgumentException(
                        "unknown option '" + arg + "'; use " + String.join(", ", WITH_VALUE) + ", --json or --help");
            } else {
                questions.add(arg);
            }
        }
        if (questions.size() > 1) {
            throw new BadArgumentException("more than one question: '" + questions.get(0) + "' and '" + questions.get(1)
                    + "'; put the question in quotes");
        }
        return new QuickstartArguments(
                questions.isEmpty() ? DEFAULT_QUESTION : questions.getFirst(),
                path("--trace", values),
                Optional.ofNullable(values.get("--columns")),
                path("--out", values).orElse(Path.of("netra-report")),
                Optional.ofNullable(values.get("--model")),
                path("--catalog", values),
                values.getOrDefault("--workload-id", "quickstart"),
                format);
    }

    private static Optional<Path> path(String option, Map<String, String> values) {
        String value = values.get(option);
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Path.of(value));
        } catch (InvalidPathException cause) {
            throw new BadArgumentException("option " + option + ": '" + value + "' is no path: " + cause.getReason());
        }
    }
}
