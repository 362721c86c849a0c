package ai.netra.agents.core.internal;

import ai.netra.agents.Limits;
import ai.netra.agents.core.RunInspector;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.spi.Scheduler;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Instant;
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
        RunInspector inspector,
        Wirings wirings) {
    Instant now() {
        return scheduler.clock().instant();
    }

    /** Leaves the calling thread interrupted, as its owner had it. */
    void restoreInterrupt() {
        scheduler.adopt("caller").releaseInterrupted();
    }

    long nanoTime() {
        return scheduler.nanoTime();
    }
}
