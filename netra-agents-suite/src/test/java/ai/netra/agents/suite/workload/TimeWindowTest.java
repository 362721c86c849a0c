package ai.netra.agents.suite.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeWindowTest {
    @Test
    void reads_minutes_hours_days_and_weeks() {
        assertThat(TimeWindow.parse("30min").length()).isEqualTo(Duration.ofMinutes(30));
        assertThat(TimeWindow.parse("24h").length()).isEqualTo(Duration.ofHours(24));
        assertThat(TimeWindow.parse("7d").length()).isEqualTo(Duration.ofDays(7));
        assertThat(TimeWindow.parse("2w").length()).isEqualTo(Duration.ofDays(14));
    }

    @Test
    void is_a_day_by_default() {
        assertThat(TimeWindow.DEFAULT).isEqualTo(TimeWindow.parse("24h"));
    }

    @Test
    void refuses_a_bare_m_and_says_what_to_write() {
        assertThatThrownBy(() -> TimeWindow.parse("5m"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("'5m'")
                .hasMessageContaining("'5min'")
                .hasMessageContaining("30d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h", "24", "-1h", "1.5h", "24 h", "24H", "1y", "0h", "0min", "9999999999h", "521w"})
    void refuses_anything_else_and_gives_an_example(String text) {
        assertThatThrownBy(() -> TimeWindow.parse(text))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("24h");
    }

    @Test
    void ends_with_the_last_instant_included() {
        Instant last = Instant.parse("2023-11-16T19:14:19.928016Z");

        TimeRange range = TimeWindow.parse("1h").endingWith(last);

        assertThat(range.contains(last)).isTrue();
        assertThat(range.duration()).isEqualTo(Duration.ofHours(1));
    }

    @Property
    void reads_back_what_it_writes(@ForAll @IntRange(min = 1, max = 520 * 7 * 24 * 60) int minutes) {
        TimeWindow window = new TimeWindow(Duration.ofMinutes(minutes));

        assertThat(TimeWindow.parse(window.toString())).isEqualTo(window);
    }
}
