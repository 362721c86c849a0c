package ai.netra.agents.suite.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PearsonCollectorTest {
    @Property
    void agrees_with_the_definition(@ForAll @Size(min = 3, max = 30) List<@IntRange(max = 1_000) Integer> values) {
        PearsonCollector collector = new PearsonCollector();
        int n = values.size() - 1;
        double meanX = values.subList(0, n).stream().mapToInt(x -> x).average().orElseThrow();
        double meanY =
                values.subList(1, n + 1).stream().mapToInt(x -> x).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < n; i++) {
            collector.add(values.get(i), values.get(i + 1));
            xy += (values.get(i) - meanX) * (values.get(i + 1) - meanY);
            xx += Math.pow(values.get(i) - meanX, 2);
            yy += Math.pow(values.get(i + 1) - meanY, 2);
        }

        if (n < 3 || xx == 0 || yy == 0) {
            assertThat(collector.coefficient()).isEmpty();
        } else {
            assertThat(collector.coefficient().orElseThrow()).isCloseTo(xy / Math.sqrt(xx * yy), within(1e-9));
            assertThat(collector.slope().orElseThrow()).isCloseTo(xy / xx, within(1e-9));
        }
    }

    @Test
    void loses_no_digits_to_large_values() {
        PearsonCollector collector = new PearsonCollector();
        for (int i = 0; i < 10; i++) {
            collector.add(1e12 + i, -1e12 - i);
        }

        assertThat(collector.coefficient().orElseThrow()).isCloseTo(-1, within(1e-9));
    }
}
