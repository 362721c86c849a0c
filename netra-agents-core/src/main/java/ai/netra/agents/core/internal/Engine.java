package ai.netra.agents.core.internal;

import ai.netra.agents.Limits;
import ai.netra.agents.core.RunInspector;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.spi.HostContext;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all runs of a runtime share. */
record Engine(
        String runner,
        Scheduler scheduler,
        @Nullable LlmClient llm,
        ToolDispatcher dispatcher,
        JsonCodec codec,
        Limits limits,
        Listeners listeners,
        Subscriptions subscriptions,
        List<HostContext> hostContexts,
        RunInspector inspector,
        Wirings wirings) {
    /** Longer than any run, and short enough to add to any time. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    Instant now() {
        return scheduler.clock().instant();
    }

    /** A duration in nanoseconds, capped where the sum with a time would overflow. */
    static long nanos(Duration duration) {
        return duration.compareTo(FOREVER) < 0 ? duration.toNanos() : FOREVER.toNanos();
    }

    /** Leaves the calling thread interrupted, as its owner had it. */
    void restoreInterrupt() {
        scheduler.adopt("caller").releaseInterrupted();
    }

    /** What the host keeps on the calling thread. */
    CarriedContext capture() {
        return CarriedContext.capture(hostContexts);
    }

    long nanoTime() {
        return scheduler.nanoTime();
    }
}
