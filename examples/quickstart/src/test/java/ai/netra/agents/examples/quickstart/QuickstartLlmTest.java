package ai.netra.agents.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.llm.LlmException;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeLlmServer;
import ai.netra.agents.testkit.FakeReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program with a model, over HTTP in the form of each provider. */
final class QuickstartLlmTest {
    private static final String KEY = "sk-not-to-be-printed";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"openai, /v1", "anthropic, ''"})
    void a_model_words_a_report_of_the_same_structure_with_the_same_figures(String provider, String path)
            throws IOException {
        ask("rules");
        Program program;
        try (FakeLlmServer server = FakeLlmServer.start(ScriptedModel.after(folder.resolve("rules/result.json")))) {
            program = ask("model", "--llm", provider + ":model-x", "--llm-base-url", server.uri() + path);
            assertThat(server.calls())
                    .hasSize(5)
                    .allSatisfy(call ->
                            assertThat(call.headers()).doesNotContainValue(KEY).doesNotContainValue("Bearer " + KEY));
        }

        assertThat(program.err()).isEmpty();
        assertThat(program.exitCode()).isZero();
        assertThat(program.out())
                .contains(provider + ":model-x", "triage_draft", "says the model", "Compare a sample of answers.")
                .doesNotContain(KEY);
        assertThat(report("model")).contains("model model-x with prompt reporting-v1");
        assertThat(headings("model")).isEqualTo(headings("rules"));
        assertThat(result("model").at("/status").stringValue()).isEqualTo("succeeded");
        assertThat(metrics("model")).isEqualTo(metrics("rules")).hasSizeGreaterThan(10);
        assertThat(result("model").at("/result/drafted_by/prompt").stringValue())
                .isEqualTo("reporting-v1");
    }

    @Test
    void a_model_that_is_down_leaves_the_rules_report_which_says_so() throws IOException {
        ask("rules");
        try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.builder()
                .when("anything", request -> true, FakeReply.failure(new LlmException.Authentication("no such key")))
                .build())) {
            Program program = ask("model", "--llm", "openai:model-x", "--llm-base-url", server.uri() + "/v1");

            assertThat(program.exitCode()).isZero();
        }

        assertThat(headings("model")).isEqualTo(headings("rules"));
        assertThat(result("model").at("/status").stringValue()).isEqualTo("degraded");
        assertThat(report("model"))
                .contains("rules alone chose and worded", "reporting: by rules alone")
                .doesNotContain("with prompt");
        assertThat(result("model").at("/result/executive_summary"))
                .isEqualTo(result("rules").at("/result/executive_summary"));
    }

    private Program ask(String out, String... more) {
        String[] args = new String[more.length + 4];
        System.arraycopy(more, 0, args, 4, more.length);
        args[0] = "--model";
        args[1] = "frontier-large";
        args[2] = "--out";
        args[3] = folder.resolve(out).toString();
        return Program.run(Map.of("OPENAI_API_KEY", KEY, "ANTHROPIC_API_KEY", KEY), args);
    }

    private String report(String out) throws IOException {
        return Files.readString(folder.resolve(out).resolve("report.md"));
    }

    private List<String> headings(String out) throws IOException {
        return report(out)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.startsWith("###") ? line.substring(0, line.indexOf(':')) : line)
                .toList();
    }

    /** All but how fresh the data is, which the clock says. */
    private List<JsonNode> metrics(String out) throws IOException {
        return StreamSupport.stream(result(out).at("/result/metrics").spliterator(), false)
                .filter(metric -> !metric.get("name").stringValue().equals("data_freshness"))
                .toList();
    }

    private JsonNode result(String out) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve(out).resolve("result.json")));
    }
}
