package ai.netra.agents.examples.quickstart;

import ai.netra.agents.suite.workload.TimeRange;
import ai.netra.agents.suite.workload.TimeWindow;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the command line asks for.
 *
 * @param question the question to answer
 * @param trace the request trace; the bundled sample if absent
 * @param generate how many synthetic requests to write to the trace's file first
 * @param columns which columns of the trace hold what, as text
 * @param out where the report goes
 * @param model the model the workload runs on today
 * @param catalog the supply catalog; the bundled one if absent
 * @param workloadId what the workload is called
 * @param range which of its requests are looked at
 * @param llm the model that chooses and words; rules alone do if absent
 * @param format what is printed at the end
 */
record QuickstartArguments(
        String question,
        Optional<Path> trace,
        OptionalLong generate,
        Optional<String> columns,
        Path out,
        Optional<String> model,
        Optional<Path> catalog,
        String workloadId,
        String range,
        Optional<LlmChoice> llm,
        Format format) {
    static final String USAGE = """
        usage: ["QUESTION"] [options]
          --trace FILE        CSV of requests; default: a bundled synthetic sample
          --columns MAPPING   time=..,input=..,output=..[,model=..,feature=..,user=..,latency_ms=..,ttft_ms=..,error=..]
                              default: time=TIMESTAMP,input=ContextTokens,output=GeneratedTokens
          --model NAME        the model the workload runs on today, by its name in the catalog
          --catalog FILE      supply catalog in JSON; default: the bundled, illustrative one
          --workload-id ID    what to call the workload; default: quickstart
          --llm PROVIDER:MODEL  have a model choose and word, openai:MODEL or anthropic:MODEL; figures are computed all the same
                              the key is that in OPENAI_API_KEY or ANTHROPIC_API_KEY; default: no model
          --llm-base-url URL  where the model's API is, as in http://127.0.0.1:11434/v1; a key is sent there over https only
          --out DIR           where report.md and result.json go; default: netra-report
          --json              print the result as JSON on standard output, and progress on standard error
          --help              print this
        """;

    private static final String ALL = "all";
    private static final String DEFAULT_QUESTION = "Optimize my GPU workload for cost";
    private static final List<String> WITH_VALUE = List.of(
            "--trace",
            "--generate",
            "--columns",
            "--model",
            "--catalog",
            "--workload-id",
            "--range",
            "--llm",
            "--llm-base-url",
            "--out");

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
                rows(values),
                Optional.ofNullable(values.get("--columns")),
                path("--out", values).orElse(Path.of("netra-report")),
                Optional.ofNullable(values.get("--model")),
                path("--catalog", values),
                values.getOrDefault("--workload-id", "quickstart"),
                range(values.getOrDefault("--range", ALL)),
                llm(values),
                format);
    }

    private static String range(String text) {
        int slash = text.indexOf('/');
        try {
            if (slash >= 0) {
                new TimeRange(Instant.parse(text.substring(0, slash)), Instant.parse(text.substring(slash + 1)));
            } else if (!text.equals(ALL)) {
                TimeWindow.parse(text);
            }
            return text;
        } catch (DateTimeParseException cause) {
            throw new BadArgumentException("option --range: '" + text
                    + "' is no range; use all, 24h, 7d, or 2024-01-01T00:00:00Z/2024-01-02T00:00:00Z");
        }
    }

    private static Optional<LlmChoice> llm(Map<String, String> values) {
        Optional<String> baseUrl = Optional.ofNullable(values.get("--llm-base-url"));
        String value = values.get("--llm");
        if (value == null && baseUrl.isPresent()) {
            throw new BadArgumentException(
                    "option --llm-base-url has no model to ask there; name one with --llm openai:MODEL or"
                            + " anthropic:MODEL");
        }
        return Optional.ofNullable(value).map(named -> LlmChoice.parse(named, baseUrl));
    }

    private static OptionalLong rows(Map<String, String> values) {
        String value = values.get("--generate");
        if (value == null) {
            return OptionalLong.empty();
        }
        if (!value.matches("[1-9]\\d{0,9}")) {
            throw new BadArgumentException(
                    "option --generate: '" + value + "' is no number of rows; use 1 to 9999999999");
        }
        if (!values.containsKey("--trace")) {
            throw new BadArgumentException(
                    "option --generate " + value + " has no file to write to; name one with --trace FILE");
        }
        return OptionalLong.of(Long.parseLong(value));
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
