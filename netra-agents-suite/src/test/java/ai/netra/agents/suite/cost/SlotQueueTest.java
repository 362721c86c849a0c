package ai.netra.agents.suite.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SlotQueueTest {
    /** A request by the time since the one before, and the time it takes. */
    record Job(
            @IntRange(max = 20) int gap, @IntRange(max = 60) int service) {}

    @Property
    void waits_are_those_of_a_naive_simulation(
            @ForAll @Size(max = 60) List<@IntRange(max = 1_260) Integer> encoded,
            @ForAll @IntRange(min = 1, max = 9) int slots) {
        List<Job> jobs = jobs(encoded);
        SlotQueue queue = new SlotQueue(slots);
        List<Long> waits = new ArrayList<>();
        long now = 0;
        for (Job job : jobs) {
            now += job.gap();
            waits.add(queue.waitOf(now, job.service()));
        }

        assertThat(waits).isEqualTo(naiveWaits(jobs, slots));
    }

    @Property
    void more_slots_never_make_anyone_wait_longer(
            @ForAll @Size(max = 60) List<@IntRange(max = 1_260) Integer> encoded,
            @ForAll @IntRange(min = 1, max = 9) int slots) {
        SlotQueue fewer = new SlotQueue(slots);
        SlotQueue more = new SlotQueue(slots + 1);
        long now = 0;
        for (Job job : jobs(encoded)) {
            now += job.gap();
            assertThat(more.waitOf(now, job.service())).isLessThanOrEqualTo(fewer.waitOf(now, job.service()));
        }
    }

    @Test
    void times_stop_growing_instead_of_wrapping_round() {
        SlotQueue queue = new SlotQueue(1);

        assertThat(queue.waitOf(0, Long.MAX_VALUE - 1)).isZero();
        assertThat(queue.waitOf(10, Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE - 11);
        assertThat(queue.waitOf(10, 5)).isEqualTo(Long.MAX_VALUE - 10);
    }

    private static List<Job> jobs(List<Integer> encoded) {
        return encoded.stream().map(code -> new Job(code % 21, code / 21)).toList();
    }

    /** Steps through time one unit after the other: whoever came first takes the first slot that is idle. */
    private static List<Long> naiveWaits(List<Job> jobs, int slots) {
        long[] arrivals = new long[jobs.size()];
        long now = 0;
        for (int i = 0; i < arrivals.length; i++) {
            now += jobs.get(i).gap();
            arrivals[i] = now;
        }
        List<Long> finishing = new ArrayList<>();
        List<Long> waits = new ArrayList<>();
        int next = 0;
        for (long time = 0; next < arrivals.length; time++) {
            long at = time;
            finishing.removeIf(end -> end <= at);
            while (next < arrivals.length && arrivals[next] <= time && finishing.size() < slots) {
                waits.add(time - arrivals[next]);
                if (jobs.get(next).service() > 0) {
                    finishing.add(time + jobs.get(next).service());
                }
                finishing.sort(Comparator.naturalOrder());
                next++;
            }
        }
        return waits;
    }
}
