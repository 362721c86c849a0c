package ai.netra.agents.suite.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.UserId;
import ai.netra.agents.suite.workload.JdbcWorkloadRepository;
import ai.netra.agents.suite.workload.LoadReliability;
import ai.netra.agents.suite.workload.TestDatabases;
import ai.netra.agents.suite.workload.WorkloadField;
import ai.netra.agents.suite.workload.WorkloadId;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTraceTest {
    private static final String HEADER = "TIMESTAMP,ContextTokens,GeneratedTokens\n";
    private static final String ROW = "2023-11-16 18:17:03.9799600,4808,10\n";
    private static final WorkloadId ID = WorkloadId.of(UserId.LOCAL, "test-123");

    @TempDir
    private Path directory;

    private final JdbcWorkloadRepository repository =
            JdbcWorkloadRepository.of(TestDatabases.inMemory()).createTables();

    @Test
    void reads_the_standard_columns() throws IOException {
        assertThat(read(CsvTrace.of(file(HEADER + ROW))))
                .containsExactly(WorkloadRequest.of(Instant.parse("2023-11-16T18:17:03.979960Z"), 4_808, 10));
    }

    @Test
    void reads_every_mapped_column_in_any_order() throws IOException {
        Path file = file("""
            err,ms,who,why,llm,out,in,at,first,extra
            yes,1234.5,u1,"chat, long",m1,7,5,2023-11-16T18:17:03Z,200,x
            ,,,,,0,0,2023-11-16T18:17:04Z,,
            """);
        ColumnMapping mapping = ColumnMapping.parse(
                "time=at,input=in,output=out,model=llm,feature=why,user=who,latency_ms=ms,ttft_ms=first,error=err");
        List<WorkloadRequest> requests = new ArrayList<>();

        TraceSummary summary = CsvTrace.of(file, mapping).forEach(requests::add);

        assertThat(requests)
                .containsExactly(
                        new WorkloadRequest(
                                Instant.parse("2023-11-16T18:17:03Z"),
                                5,
                                7,
                                Optional.of("m1"),
                                Optional.of("chat, long"),
                                Optional.of("u1"),
                                Optional.of(Duration.ofNanos(1_234_500_000)),
                                Optional.of(Duration.ofMillis(200)),
                                Optional.of(true)),
                        WorkloadRequest.of(Instant.parse("2023-11-16T18:17:04Z"), 0, 0));
        assertThat(summary.unmappedColumns()).containsExactly("extra");
        assertThat(summary.columns()).containsEntry(WorkloadField.FEATURE, "why");
    }

    @Test
    void finds_columns_whatever_their_case() throws IOException {
        assertThat(read(CsvTrace.of(file("timestamp, contexttokens ,GENERATEDTOKENS\n" + ROW))))
                .hasSize(1);
    }

    @Test
    void loads_into_a_workload_and_says_what_it_assumed() throws IOException {
        TraceLoad load = CsvTrace.of(file(HEADER + ROW + ROW)).loadInto(repository.replace(ID));

        assertThat(load.profile().requests()).isEqualTo(2);
        assertThat(load.profile().reliability()).isEqualTo(new LoadReliability(2, 0, 1, 0));
        assertThat(load.summary().timeFormat()).contains("taken as UTC");
        assertThat(repository.describe(ID)).contains(load.profile());
    }

    @Test
    void a_missing_file_is_named() {
        refused(CsvTrace.of(directory.resolve("none.csv")))
                .hasMessageContaining("none.csv")
                .hasMessageContaining("does not exist")
                .hasMessageContaining("check the path");
    }

    @Test
    void a_directory_is_not_a_trace() {
        refused(CsvTrace.of(directory)).hasMessageContaining("is a directory");
    }

    @Test
    void an_empty_file_is_refused() throws IOException {
        refused(CsvTrace.of(file(""))).hasMessageContaining("is empty").hasMessageContaining("first line");
        refused(CsvTrace.of(file("\n\n"))).hasMessageContaining("is empty");
    }

    @Test
    void a_header_alone_is_refused() throws IOException {
        refused(CsvTrace.of(file(HEADER))).hasMessageContaining("no request").hasMessageContaining("only a header");
    }

    @Test
    void a_missing_column_is_named_with_those_there_are_and_the_nearest() throws IOException {
        refused(CsvTrace.of(file("TIMESTAMP,ContextToken,GeneratedTokens\n" + ROW)))
                .hasMessageContaining("no column 'ContextTokens' for 'input'")
                .hasMessageContaining("TIMESTAMP, ContextToken, GeneratedTokens")
                .hasMessageContaining("Did you mean 'ContextToken'?")
                .hasMessageContaining("input=COLUMN");
    }

    @Test
    void another_separator_is_recognized() throws IOException {
        refused(CsvTrace.of(file("TIMESTAMP;ContextTokens;GeneratedTokens\n1;2;3\n")))
                .hasMessageContaining("separated by ';'");
    }

    @Test
    void two_columns_of_a_name_are_refused() throws IOException {
        refused(CsvTrace.of(file("TIMESTAMP,ContextTokens,ContextTokens,GeneratedTokens\n")))
                .hasMessageContaining("2 columns named 'ContextTokens'");
    }

    @Test
    void a_malformed_row_is_refused_with_its_line() throws IOException {
        refused(CsvTrace.of(file(HEADER + ROW + "2023-11-16 18:17:04,1\n")))
                .hasMessageContaining("line 3")
                .hasMessageContaining("2 fields")
                .hasMessageContaining("header has 3");
    }

    @Test
    void negative_tokens_are_refused_with_line_column_and_value() throws IOException {
        refused(CsvTrace.of(file(HEADER + ROW + "2023-11-16 18:17:04,-5,1\n")))
                .hasMessageContaining("line 3")
                .hasMessageContaining("'ContextTokens'")
                .hasMessageContaining("-5")
                .hasMessageContaining("give 0 to");
    }

    @Test
    void tokens_that_are_no_whole_number_are_refused() throws IOException {
        refused(CsvTrace.of(file(HEADER + "2023-11-16 18:17:04,1.5,1\n"))).hasMessageContaining("'1.5'");
        refused(CsvTrace.of(file(HEADER + "2023-11-16 18:17:04,,1\n"))).hasMessageContaining("no value");
        refused(CsvTrace.of(file(HEADER + "2023-11-16 18:17:04,99999999999999999999,1\n")))
                .hasMessageContaining("whole number");
    }

    @Test
    void an_unknown_time_format_is_refused_with_those_known() throws IOException {
        refused(CsvTrace.of(file(HEADER + "16/11/2023 18:17,1,1\n")))
                .hasMessageContaining("line 2")
                .hasMessageContaining("'16/11/2023 18:17'")
                .hasMessageContaining("yyyy-MM-dd HH:mm:ss");
    }

    @Test
    void a_second_time_format_is_refused() throws IOException {
        refused(CsvTrace.of(file(HEADER + ROW + "1700158623,1,1\n")))
                .hasMessageContaining("line 3")
                .hasMessageContaining("'1700158623'")
                .hasMessageContaining("first row set");
    }

    @Test
    void a_latency_that_is_none_is_refused() throws IOException {
        Path file = file("TIMESTAMP,ContextTokens,GeneratedTokens,ms,err\n2023-11-16 18:17:04,1,1,-2,true\n");

        refused(CsvTrace.of(file, ColumnMapping.parse("latency_ms=ms")))
                .hasMessageContaining("'ms'")
                .hasMessageContaining("'-2'");
        refused(CsvTrace.of(file, ColumnMapping.parse("error=ms"))).hasMessageContaining("true or false");
    }

    @Test
    void text_that_is_not_utf_8_is_refused() throws IOException {
        Path file = directory.resolve("latin.csv");
        Files.write(file, (HEADER + "\u00fc,1,1\n").getBytes(StandardCharsets.ISO_8859_1));

        refused(CsvTrace.of(file)).hasMessageContaining("not UTF-8");
    }

    @Test
    void nothing_of_a_refused_trace_is_loaded_and_what_was_there_stays() throws IOException {
        CsvTrace.of(file(HEADER + ROW)).loadInto(repository.replace(ID));
        StringBuilder bad = new StringBuilder(HEADER);
        for (int i = 0; i < 15_000; i++) {
            bad.append(ROW);
        }
        Path file = file(bad.append("broken\n").toString());

        assertThatThrownBy(() -> CsvTrace.of(file).loadInto(repository.replace(ID)))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("line 15002");
        assertThat(repository.describe(ID).orElseThrow().requests()).isEqualTo(1);
        assertThat(repository.discardUnfinished(ID)).isZero();
    }

    @Test
    void malformed_rows_are_skipped_and_counted_if_asked_for() throws IOException {
        TraceLoad load = CsvTrace.of(file(HEADER + ROW + "x,y\n" + "bad,1,1\n"))
                .skippingMalformedRows()
                .loadInto(repository.replace(ID));

        assertThat(load.summary().malformed()).isEqualTo(2);
        assertThat(load.profile().reliability()).isEqualTo(new LoadReliability(3, 2, 0, 0));
    }

    @Test
    void an_exception_knows_its_line() throws IOException {
        Path file = file(HEADER + "x\n");

        assertThatThrownBy(() -> read(CsvTrace.of(file)))
                .isInstanceOfSatisfying(
                        TraceException.class, e -> assertThat(e.line()).hasValue(2));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("trace.csv"), text);
    }

    private static AbstractThrowableAssert<?, ?> refused(CsvTrace trace) {
        return assertThatThrownBy(() -> read(trace)).isInstanceOf(TraceException.class);
    }

    private static List<WorkloadRequest> read(CsvTrace trace) {
        List<WorkloadRequest> requests = new ArrayList<>();
        trace.forEach(requests::add);
        return requests;
    }
}
