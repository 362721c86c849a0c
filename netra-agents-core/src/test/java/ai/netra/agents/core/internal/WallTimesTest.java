package ai.netra.agents.core.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.core.internal.WallTimes.WallTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WallTimesTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final SteppingScheduler scheduler = new SteppingScheduler(NOON);
    private final WallTimes times = new WallTimes(scheduler);

    private WallTime now() {
        return times.from(scheduler.nanoTime());
    }

    @Test
    void a_reading_goes_on_from_when_it_was_made() {
        WallTime reading = now();

        assertThat(reading.at(scheduler.nanoTime())).isEqualTo(NOON);
        scheduler.pass(Duration.ofMinutes(7));
        assertThat(reading.at(scheduler.nanoTime())).isEqualTo(NOON.plus(Duration.ofMinutes(7)));
    }

    @Test
    void a_reading_is_good_for_what_begins_within_a_second() {
        WallTime reading = now();
        scheduler.setWallClock(NOON.minusSeconds(60));
        scheduler.pass(Duration.ofSeconds(1).minusNanos(1));

        assertThat(now()).isSameAs(reading);
    }

    @Test
    void what_begins_after_a_second_has_a_reading_of_its_own() {
        WallTime reading = now();
        scheduler.setWallClock(NOON.plusSeconds(60));
        scheduler.pass(Duration.ofSeconds(1));

        assertThat(now()).isNotSameAs(reading);
        assertThat(now().at(scheduler.nanoTime())).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void a_clock_that_was_read_before_the_newest_reading_needs_no_other() {
        long before = scheduler.nanoTime();
        scheduler.pass(Duration.ofMillis(5));
        WallTime reading = now();

        assertThat(times.from(before)).isSameAs(reading);
        assertThat(reading.at(before)).isEqualTo(NOON.minusMillis(5));
    }
}
