package ai.netra.agents.suite.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {
    @ParameterizedTest
    @CsvSource({
        "2023-11-16 18:17:03.9799600, 2023-11-16T18:17:03.979960Z",
        "2023-11-16 18:17:03, 2023-11-16T18:17:03Z",
        "2023-11-16T18:17:03.1, 2023-11-16T18:17:03.100Z",
        "2023-11-16 18:17:03.123456789, 2023-11-16T18:17:03.123456789Z",
        "2023-11-16T18:17:03Z, 2023-11-16T18:17:03Z",
        "2023-11-16T18:17:03.5+02:00, 2023-11-16T16:17:03.500Z",
        "2024-05-10 00:00:00.009930+00:00, 2024-05-10T00:00:00.009930Z",
        "2023-11-16T18:17:03-0330, 2023-11-16T21:47:03Z",
        "1700158623, 2023-11-16T18:17:03Z",
        "1700158623.25, 2023-11-16T18:17:03.250Z",
        "1700158623979, 2023-11-16T18:17:03.979Z",
        "2024-02-29 00:00:00, 2024-02-29T00:00:00Z"
    })
    void reads_the_usual_ways_to_write_a_time(String text, Instant expected) {
        TimeFormat format = TimeFormat.of(text).orElseThrow();

        assertThat(format.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "16/11/2023 18:17",
                "2023-11-16",
                "2023-11-16 18:17",
                "2023-11-16 18:17:03.",
                "2023-11-16 18:17:03.1234567891",
                "2023-02-29 00:00:00",
                "2023-11-16 24:00:00",
                "2023-11-16 18:17:60",
                "2023-11-16T18:17:03 UTC",
                "2023-11-16T18:17:03+25:00",
                "12.5",
                "0",
                "-1700158623",
                "17001586230000",
                "now"
            })
    void knows_no_other(String text) {
        assertThat(TimeFormat.of(text)).isEmpty();
    }

    @Test
    void says_what_was_assumed_about_the_zone() {
        assertThat(TimeFormat.of("2023-11-16 18:17:03").orElseThrow().description())
                .contains("taken as UTC");
    }

    @Property
    void reads_every_instant_that_it_can_write(
            @ForAll @LongRange(max = 9_000_000_000L) long second, @ForAll @LongRange(max = 999_999_999) long nano) {
        Instant instant = Instant.ofEpochSecond(second, nano);

        String iso = instant.toString();
        assertThat(TimeFormat.ZONED.parse(iso)).contains(instant);
        assertThat(TimeFormat.LOCAL.parse(iso.replace('T', ' ').replace("Z", "")))
                .contains(instant);
    }
}
