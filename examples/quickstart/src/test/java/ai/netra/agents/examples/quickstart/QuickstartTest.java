package ai.netra.agents.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class QuickstartTest {
    @TempDir
    Path folder;

    @Test
    void answers_the_default_question_about_the_bundled_sample_and_says_that_it_is_synthetic() {
        Program program = Program.run("--out", folder.toString());
        assertThat(program.err()).isEmpty();
        assertThat(program.exitCode()).isZero();
        assertThat(program.out()).contains("synthetic", "2,000 requests", "triage", "reporting", "Report: ");
        assertThat(folder.resolve("report.md")).content().contains("2,000", "Where figures come from");
    }

    @Test
    void leaves_nothing_but_report_and_result() throws IOException {
        Program.run("--out", folder.toString());
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("report.md", "result.json");
        }
    }

    @Test
    void prints_nothing_but_json_where_json_is_asked_for() {
        Program program = Program.run("--json", "--out", folder.toString());
        JsonNode json = JsonMapper.shared().readTree(program.out());
        assertThat(json.get("success").booleanValue()).isTrue();
        assertThat(program.err()).contains("Loading", "triage");
    }

    @Test
    void reads_a_trace_with_other_columns() throws IOException {
        Path trace = Files.writeString(folder.resolve("t.csv"), "at,prompt,answer\n1700000000,10,2\n1700000060,30,4\n");
        Program program = Program.run(
                "How much do I use?",
                "--trace",
                trace.toString(),
                "--columns",
                "time=at,input=prompt,output=answer",
                "--out",
                folder.resolve("out").toString());
        assertThat(program.err()).isEmpty();
        assertThat(program.out()).contains("2 requests");
    }

    @Test
    void generates_a_synthetic_trace_and_answers_about_it() throws IOException {
        Path trace = folder.resolve("generated.csv");
        Program program = Program.run(
                "--generate",
                "500",
                "--trace",
                trace.toString(),
                "--out",
                folder.resolve("out").toString());
        assertThat(program.err()).isEmpty();
        assertThat(program.out()).contains("500 synthetic requests", "500 requests");
        assertThat(Files.readAllLines(trace)).hasSize(501);
    }

    @Test
    void explains_its_options() {
        Program program = Program.run("--help");
        assertThat(program.exitCode()).isZero();
        assertThat(program.out())
                .contains("--trace", "--model", "--catalog", "--columns", "--workload-id", "--llm", "--json", "--out");
    }
}
