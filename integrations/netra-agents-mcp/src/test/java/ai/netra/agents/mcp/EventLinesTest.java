package ai.netra.agents.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventLinesTest {
    private static EventLines events(String text) {
        return new EventLines(new ByteArrayInputStream(text.getBytes(UTF_8)), 50);
    }

    @Test
    void reads_data_over_several_lines_whatever_ends_them() throws IOException {
        EventLines events = events("data: one\r\ndata:two\r\rdata: 3\n\n");

        assertThat(events.next()).isEqualTo("one\ntwo\n");
        assertThat(events.next()).isEqualTo("3\n");
        assertThat(events.next()).isNull();
    }

    @Test
    void keeps_the_last_id_and_the_time_to_wait() throws IOException {
        EventLines events = events("id: 1\nretry: 250\ndata:\n\nretry: soon\nid: 2\ndata: x\n\n: bye\n");

        assertThat(events.next()).isEqualTo("x\n");
        assertThat(events.lastId()).isEqualTo("2");
        assertThat(events.retry()).isEqualTo(Duration.ofMillis(250));
        assertThat(events.next()).isNull();
    }

    @Test
    void waits_no_longer_than_a_minute() throws IOException {
        EventLines events = events("retry: 999999999\n\n");

        assertThat(events.next()).isNull();
        assertThat(events.retry()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void passes_over_other_events_and_one_that_is_cut_off() throws IOException {
        assertThat(events("event: ping\ndata: {}\n\ndata: cut").next()).isNull();
    }

    @Test
    void refuses_a_line_or_an_event_that_is_too_long() {
        assertThatThrownBy(() -> events("data: " + "x".repeat(60)).next()).isInstanceOf(BoundedLines.TooLong.class);
        assertThatThrownBy(() -> events("data: 123456789\n".repeat(10)).next())
                .isInstanceOf(BoundedLines.TooLong.class);
    }
}
