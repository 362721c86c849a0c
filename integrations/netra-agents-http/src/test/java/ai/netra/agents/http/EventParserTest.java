package ai.netra.agents.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.llm.LlmException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class EventParserTest {
    private static List<ServerSentEvent> parse(byte[] bytes, int size, long limit) {
        EventParser parser = new EventParser(limit);
        List<ServerSentEvent> events = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += size) {
            parser.feed(ByteBuffer.wrap(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size))), events::add);
        }
        return events;
    }

    private static List<ServerSentEvent> parse(String text) {
        return parse(text.getBytes(UTF_8), 3, 1_000);
    }

    @Test
    void an_event_has_the_fields_of_its_lines() {
        assertThat(parse("event: delta\nid: 7\ndata: one\ndata:two\ndata:  three\nretry: 5\nother\n\n"))
                .containsExactly(new ServerSentEvent("delta", "one\ntwo\n three"));
    }

    @Test
    void lines_end_in_any_of_three_ways() {
        assertThat(parse("data: a\n\ndata: b\r\n\r\ndata: c\r\rdata: d\r\n\n"))
                .extracting(ServerSentEvent::data)
                .containsExactly("a", "b", "c", "d");
    }

    @Test
    void comments_and_events_without_data_are_passed_over() {
        assertThat(parse(": hello\n\nevent: ping\n\n:\n\ndata\n\ndata: a\n\n"))
                .containsExactly(new ServerSentEvent("", ""), new ServerSentEvent("", "a"));
    }

    @Test
    void an_event_that_the_stream_ends_in_is_none() {
        assertThat(parse("data: a\n\ndata: b\n")).containsExactly(new ServerSentEvent("", "a"));
    }

    @Test
    void a_byte_order_mark_at_the_beginning_is_no_text() {
        assertThat(parse("\uFEFFdata: a\n\ndata: \uFEFFb\n\n"))
                .containsExactly(new ServerSentEvent("", "a"), new ServerSentEvent("", "\uFEFFb"));
    }

    @Test
    void bytes_that_are_not_utf8_are_refused() {
        byte[] bytes = "data: ??\n\n".getBytes(UTF_8);
        bytes[6] = (byte) 0xF0;

        assertThatThrownBy(() -> parse(bytes, 1, 1_000)).isInstanceOf(LlmException.Unavailable.class);
    }

    @Test
    void what_is_longer_than_the_bound_is_refused_in_one_line_or_many() {
        String line = "data: 0123456789\n";

        assertThat(parse((line.repeat(5) + "\n").repeat(100).getBytes(UTF_8), 7, 100))
                .hasSize(100);
        assertThatThrownBy(() -> parse(line.repeat(20).getBytes(UTF_8), 7, 100))
                .isInstanceOf(LlmException.Unavailable.class);
        assertThatThrownBy(() -> parse(("data: " + "x".repeat(200)).getBytes(UTF_8), 7, 100))
                .isInstanceOf(LlmException.Unavailable.class);
    }

    @Property(tries = 300)
    void texts_come_out_as_they_went_in_however_the_bytes_are_split(
            @ForAll @Size(max = 20) List<@NotEmpty String> texts, @ForAll @IntRange(min = 1, max = 9) int size) {
        List<String> sent = texts.stream()
                .map(text -> new String(text.getBytes(UTF_8), UTF_8).replaceAll("[\r\n]", " "))
                .toList();
        StringBuilder stream = new StringBuilder();
        sent.forEach(text -> stream.append("data: ").append(text).append("\r\n\r\n"));

        assertThat(parse(stream.toString().getBytes(UTF_8), size, 1_000_000))
                .extracting(ServerSentEvent::data)
                .isEqualTo(sent);
    }

    @Property(tries = 300)
    void no_bytes_lead_to_anything_but_events_or_a_typed_failure(
            @ForAll @Size(max = 200) byte[] bytes, @ForAll @IntRange(min = 1, max = 9) int size) {
        try {
            assertThat(parse(bytes, size, 50)).doesNotContainNull();
        } catch (LlmException.Unavailable refused) {
            assertThat(refused).hasMessageMatching("the answer is (not UTF-8|longer than 50 bytes.*)");
        }
    }
}
