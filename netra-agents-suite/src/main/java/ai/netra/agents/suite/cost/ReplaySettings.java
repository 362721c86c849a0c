package ai.netra.agents.suite.cost;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** How a replay is run: by how much usage is scaled, and which latency nearly all requests should keep. */
record ReplaySettings(BigDecimal growth, Optional<Duration> targetP95) {
    boolean grows() {
        return growth.compareTo(BigDecimal.ONE) != 0;
    }

    ReplaySettings withTarget(Duration latency) {
        return new ReplaySettings(growth, Optional.of(latency));
    }

    boolean hasTarget() {
        return targetP95.isPresent();
    }

    /** The target in nanoseconds; without one, a latency that every request keeps. */
    long targetNanos() {
        return targetP95.map(Duration::toNanos).orElse(Long.MAX_VALUE);
    }
}
