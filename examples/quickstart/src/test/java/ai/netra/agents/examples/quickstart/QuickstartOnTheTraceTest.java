package ai.netra.agents.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real trace of 8,819 requests, whose path the environment gives as NETRA_TRACE_CSV. */
final class QuickstartOnTheTraceTest {
    private static final long CONTEXT_TOKENS = 18_059_974;
    private static final long GENERATED_TOKENS = 245_896;
    private static final String CATALOG = """
        {"options": [
          {"name": "big", "provider": "p", "input_usd_per_1m_tokens": 3.17, "output_usd_per_1m_tokens": 14.95,
           "throughput": {"input_tokens_per_second": 12000, "output_tokens_per_second": 90, "concurrency": 16},
           "quality": {"score": 0.9, "source": "test"}, "context_window_tokens": 128000, "max_output_tokens": 8000, "availability": 0.999},
          {"name": "small", "provider": "p", "input_usd_per_1m_tokens": 0.153, "output_usd_per_1m_tokens": 0.617,
           "throughput": {"input_tokens_per_second": 30000, "output_tokens_per_second": 200, "concurrency": 16},
           "quality": {"score": 0.9, "source": "test"}, "context_window_tokens": 128000, "max_output_tokens": 8000, "availability": 0.999}]}
        """;
    private static final Map<String, List<String>> PRICES =
            Map.of("big", List.of("3.17", "14.95"), "small", List.of("0.153", "0.617"));

    @TempDir
    Path folder;

    private String trace = "";

    @BeforeEach
    void find_the_trace() {
        String path = System.getenv("NETRA_TRACE_CSV");
        assumeThat(path)
                .as("the environment variable NETRA_TRACE_CSV names the request trace; without it this test is skipped")
                .isNotNull();
        trace = path;
    }

    @Test
    void counts_every_request_and_token_in_report_and_result() throws IOException {
        JsonNode result = ask();
        String report = Files.readString(folder.resolve("out/report.md"));
        assertThat(report).contains("8,819", "18,059,974", "245,896");
        String json = result.toString();
        assertThat(json).contains("8819", Long.toString(CONTEXT_TOKENS), Long.toString(GENERATED_TOKENS));
        assertThat(result.get("success").booleanValue()).isTrue();
    }

    @Test
    void costs_of_each_option_are_tokens_times_price_to_the_cent() throws IOException {
        long[] tokens = tokens();
        assertThat(tokens).containsExactly(CONTEXT_TOKENS, GENERATED_TOKENS);
        Map<String, BigDecimal> expected = new LinkedHashMap<>();
        PRICES.forEach((name, prices) -> expected.put(
                name,
                BigDecimal.valueOf(tokens[0])
                        .multiply(new BigDecimal(prices.get(0)))
                        .add(BigDecimal.valueOf(tokens[1]).multiply(new BigDecimal(prices.get(1))))
                        .movePointLeft(6)
                        .setScale(2, RoundingMode.HALF_UP)));
        assertThat(costs(ask())).isEqualTo(expected);
        String report = Files.readString(folder.resolve("out/report.md"));
        expected.values().forEach(cost -> assertThat(report).contains(cost.toPlainString()));
    }

    @Test
    void without_a_current_model_no_current_cost_or_saving_is_claimed() throws IOException {
        JsonNode result = ask();
        String report = Files.readString(folder.resolve("out/report.md"));
        assertThat(report.toLowerCase(Locale.ROOT)).doesNotContain("you save", "saves you");
        assertThat(result.at("/result/metrics").toString()).doesNotContain("\"saving");
    }

    @Test
    void with_the_current_model_takes_the_full_route_with_actions() throws IOException {
        JsonNode result = ask("--model", "big");
        assertThat(result.at("/result/report_type").stringValue()).isEqualTo("full");
        assertThat(result.at("/metadata/agent_outputs").propertyNames())
                .containsExactly("triage", "data", "optimization", "actions", "reporting");
        assertThat(result.at("/result/action_plan").size()).isPositive();
        assertThat(result.at("/metadata/agent_outputs/actions/actions").size()).isPositive();
    }

    private JsonNode ask(String... more) throws IOException {
        Path catalog = Files.writeString(folder.resolve("catalog.json"), CATALOG);
        String[] args = new String[more.length + 7];
        System.arraycopy(
                new String[] {
                    "Optimize my GPU workload for cost",
                    "--trace",
                    trace,
                    "--catalog",
                    catalog.toString(),
                    "--out",
                    folder.resolve("out").toString()
                },
                0,
                args,
                0,
                7);
        System.arraycopy(more, 0, args, 7, more.length);
        Program program = Program.run(args);
        assertThat(program.err()).isEmpty();
        assertThat(program.exitCode()).isZero();
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("out/result.json")));
    }

    /** Adds the tokens up again, without any of the library's code. */
    private long[] tokens() throws IOException {
        long[] tokens = new long[2];
        for (String line : Files.readAllLines(Path.of(trace)).stream().skip(1).toList()) {
            String[] fields = line.strip().split(",", -1);
            tokens[0] += Long.parseLong(fields[1]);
            tokens[1] += Long.parseLong(fields[2]);
        }
        return tokens;
    }

    private static Map<String, BigDecimal> costs(JsonNode result) {
        Map<String, BigDecimal> costs = new LinkedHashMap<>();
        result.at("/metadata/agent_outputs/data/enriched_data/cost_breakdown")
                .forEach(option -> costs.put(
                        option.get("model").stringValue(),
                        option.at("/cost/value").decimalValue().setScale(2, RoundingMode.HALF_UP)));
        return costs;
    }
}
