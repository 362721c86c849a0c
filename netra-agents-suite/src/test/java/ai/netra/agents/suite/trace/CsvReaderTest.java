package ai.netra.agents.suite.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CsvReaderTest {
    @Property
    void reads_back_whatever_was_written(
            @ForAll @NotEmpty @Size(max = 8) List<@NotEmpty @Size(max = 5) List<String>> rows) throws IOException {
        StringWriter text = new StringWriter();
        CsvWriter writer = new CsvWriter(text);
        for (List<String> row : rows) {
            writer.write(row);
        }

        assertThat(read(text.toString())).isEqualTo(rows);
    }

    @Test
    void takes_any_line_end_and_none_at_the_end() throws IOException {
        List<List<String>> expected = List.of(List.of("a", "b"), List.of("c", "d"));

        assertThat(read("a,b\r\nc,d")).isEqualTo(expected);
        assertThat(read("a,b\nc,d\n")).isEqualTo(expected);
        assertThat(read("a,b\rc,d\r")).isEqualTo(expected);
    }

    @Test
    void passes_over_a_byte_order_mark_and_blank_lines() throws IOException {
        assertThat(read("\uFEFFa,b\n\n\r\nc,d\n\n")).containsExactly(List.of("a", "b"), List.of("c", "d"));
    }

    @Test
    void keeps_quotes_commas_and_line_breaks_inside_quotes() throws IOException {
        assertThat(read("\"a,b\",\"say \"\"hi\"\"\",\"two\r\nlines\",\"\"\n"))
                .containsExactly(List.of("a,b", "say \"hi\"", "two\r\nlines", ""));
    }

    @Test
    void counts_lines_across_quoted_line_breaks() throws IOException {
        CsvReader csv = new CsvReader(new StringReader("h\n\"a\r\nb\nc\"\n\nd\n"), "t.csv");

        assertThat(csv.next()).isTrue();
        assertThat(csv.line()).isEqualTo(1);
        assertThat(csv.next()).isTrue();
        assertThat(csv.line()).isEqualTo(2);
        assertThat(csv.next()).isTrue();
        assertThat(csv.line()).isEqualTo(6);
        assertThat(csv.next()).isFalse();
    }

    @Test
    void names_the_line_where_an_unclosed_quote_was_opened() {
        assertThatThrownBy(() -> read("a,b\n1,\"2\n3,4\n"))
                .isInstanceOf(TraceException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("never closed");
    }

    @Test
    void refuses_a_quote_in_the_middle_of_a_field() {
        assertThatThrownBy(() -> read("a\n1\"2\n"))
                .hasMessageContaining("line 2")
                .hasMessageContaining("double");
    }

    @Test
    void refuses_text_behind_a_closing_quote() {
        assertThatThrownBy(() -> read("\"a\"b\n"))
                .hasMessageContaining("line 1")
                .hasMessageContaining("'b' follows");
    }

    @Test
    void refuses_a_field_that_never_ends() {
        assertThatThrownBy(() -> read("a\n" + "x".repeat(2_000_000))).hasMessageContaining("longer than");
    }

    private static List<List<String>> read(String text) throws IOException {
        CsvReader csv = new CsvReader(new StringReader(text), "t.csv");
        List<List<String>> rows = new ArrayList<>();
        while (csv.next()) {
            rows.add(List.copyOf(csv.fields()));
        }
        return rows;
    }
}
