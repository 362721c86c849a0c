package ai.netra.agents.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be used is refused with exit code 2, a message that names the thing, the value and the fix, and no file written. */
final class QuickstartBadInputTest {
    private static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens\n";
    private static final String ROW = "2023-11-16 18:17:03.9799600,4808,10\n";

    @TempDir
    Path folder;

    @Test
    void a_missing_trace() {
        assertRefused(
                run("--trace", folder.resolve("none.csv").toString()), "none.csv", "does not exist", "check the path");
    }

    @Test
    void an_empty_trace() throws IOException {
        assertRefused(run("--trace", file("empty.csv", "")), "empty.csv", "is empty", "must name the columns");
    }

    @Test
    void a_trace_of_a_header_alone() throws IOException {
        assertRefused(run("--trace", file("header.csv", HEADER)), "header.csv", "no request", "at least one row");
    }

    @Test
    void a_malformed_row() throws IOException {
        assertRefused(run("--trace", file("t.csv", HEADER + ROW + "2023-11-16 18:17:04.0,12\n")), "t.csv", "line 3");
    }

    @Test
    void a_token_count_that_is_no_number() throws IOException {
        assertRefused(
                run("--trace", file("t.csv", HEADER + ROW + "2023-11-16 18:17:04.0,many,3\n")),
                "line 3",
                "ContextTokens",
                "many");
    }

    @Test
    void negative_tokens() throws IOException {
        assertRefused(
                run("--trace", file("t.csv", HEADER + ROW + "2023-11-16 18:17:04.0,5,-3\n")),
                "line 3",
                "GeneratedTokens",
                "-3");
    }

    @Test
    void an_unknown_time_format() throws IOException {
        assertRefused(
                run("--trace", file("t.csv", HEADER + "16/11/2023 6pm,5,3\n")),
                "line 2",
                "TIMESTAMP",
                "16/11/2023 6pm",
                "yyyy-MM-dd");
    }

    @Test
    void a_column_that_is_not_there() throws IOException {
        assertRefused(
                run(
                        "--trace",
                        file("t.csv", HEADER + ROW),
                        "--columns",
                        "time=TIMESTAMP,input=ContextToken,output=GeneratedTokens"),
                "ContextToken",
                "ContextTokens");
    }

    @Test
    void a_column_mapping_of_an_unknown_key() throws IOException {
        assertRefused(run("--trace", file("t.csv", HEADER + ROW), "--columns", "tyme=TIMESTAMP"), "tyme", "time");
    }

    @Test
    void an_unknown_model() {
        assertRefused(run("--model", "frontier-larg"), "frontier-larg", "frontier-large");
    }

    @Test
    void a_negative_price() throws IOException {
        String catalog = """
            {"options": [{"name": "m", "provider": "p", "input_usd_per_1m_tokens": -0.60, "output_usd_per_1m_tokens": 2.40}]}
            """;
        assertRefused(run("--catalog", file("catalog.json", catalog)), "'m'", "input price -0.6", "give 0 to");
    }

    @Test
    void a_catalog_that_is_no_json() throws IOException {
        assertRefused(run("--catalog", file("catalog.json", "{\"options\": [")), "catalog.json");
    }

    @Test
    void a_question_of_two_characters() {
        assertRefused(run("hi"), "2 characters", "at least 3");
    }

    @Test
    void a_question_of_ten_thousand_and_one_characters() {
        assertRefused(run("x".repeat(10_001)), "10,001", "10,000");
    }

    @Test
    void an_unknown_option() {
        assertRefused(run("--modle", "x"), "--modle", "--model");
    }

    @Test
    void an_option_without_its_value() {
        assertRefused(run("--trace"), "--trace", "no value");
    }

    @Test
    void a_malformed_workload_id() {
        assertRefused(run("--workload-id", "no spaces"), "no spaces", "letters, digits");
    }

    @Test
    void a_file_to_generate_that_exists() throws IOException {
        String taken = file("taken.csv", "here already");
        assertRefused(run("--generate", "10", "--trace", taken), "taken.csv", "exists already");
        assertThat(Path.of(taken)).hasContent("here already");
    }

    @Test
    void a_number_of_rows_that_is_none() {
        assertRefused(run("--generate", "-1", "--trace", "x.csv"), "'-1'", "1 to");
        assertRefused(run("--generate", "10"), "--generate 10", "--trace FILE");
    }

    @Test
    void a_range_that_is_none() {
        assertRefused(run("--range", "24m"), "24m", "min");
        assertRefused(run("--range", "yesterday/today"), "yesterday/today", "24h");
    }

    @Test
    void two_questions() {
        assertRefused(run("what", "now"), "'what'", "'now'", "quotes");
    }

    @Test
    void an_output_directory_that_is_a_file() throws IOException {
        String taken = file("taken", "here already");
        Program program = Program.run("--out", taken);
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).contains(taken, "not a directory", "--out");
        assertThat(Path.of(taken)).hasContent("here already");
    }

    @Test
    void an_output_directory_below_a_file() throws IOException {
        Program program = Program.run("--out", file("taken", "") + "/deeper/still");
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(program.err()).contains("cannot be made", "--out");
    }

    @Test
    void a_model_of_an_unknown_provider() {
        assertRefused(run("--llm", "acme:large"), "--llm", "acme:large", "openai:MODEL or anthropic:MODEL");
        assertRefused(run("--llm", "gpt-5-mini"), "gpt-5-mini", "openai:MODEL");
        assertRefused(run("--llm", "openai:"), "openai:MODEL");
    }

    @Test
    void a_model_without_a_key() {
        assertRefused(run("--llm", "openai:gpt-5-mini"), "openai:gpt-5-mini", "OPENAI_API_KEY", "--llm-base-url URL");
        assertRefused(run("--llm", "anthropic:claude"), "anthropic:claude", "ANTHROPIC_API_KEY");
    }

    @Test
    void a_base_url_that_is_none() {
        Program program = run("--llm", "openai:gpt-5-mini", "--llm-base-url", "ftp://me:secret@127.0.0.1");

        assertRefused(program, "--llm-base-url", "malformed", "http or https");
        assertThat(program.err()).doesNotContain("secret");
    }

    @Test
    void a_base_url_without_a_model() {
        assertRefused(run("--llm-base-url", "http://127.0.0.1:1"), "--llm-base-url", "--llm openai:MODEL");
    }

    private Program run(String... args) {
        String[] all = new String[args.length + 2];
        System.arraycopy(args, 0, all, 0, args.length);
        all[args.length] = "--out";
        all[args.length + 1] = out().toString();
        return Program.run(all);
    }

    private Path out() {
        return folder.resolve("out");
    }

    private void assertRefused(Program program, String... messageParts) {
        assertThat(program.err()).startsWith("error: ").contains(messageParts);
        assertThat(program.exitCode()).isEqualTo(2);
        assertThat(out()).doesNotExist();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
