package ai.netra.agents.core.internal;

import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Limits;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Progress;
import ai.netra.agents.core.RunInspector;
import ai.netra.agents.core.json.JournalJson;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmPricing;
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
        WallTimes wallTimes,
        @Nullable LlmClient llm,
        LlmPricing pricing,
        ToolDispatcher dispatcher,
        JsonCodec codec,
        Limits limits,
        Listeners listeners,
        OpenSubscriptions subscriptions,
        List<HostContext> hostContexts,
        RunInspector inspector,
        Wirings wirings,
        Prompts prompts,
        CachedOutputs outputs,
        JournalJson journalJson,
        Histories histories,
        @Nullable Keeper keeper) {
    /** Longer than any run, and short enough to add to any time. */
    private static final Duration FOREVER = Duration.ofDays(36_500);

    /** Whether anybody looks over the engine's shoulder. */
    @SuppressWarnings("ReferenceEquality") // it is the one that sees nothing, or another one
    boolean isInspected() {
        return inspector != RunInspector.NONE;
    }

    /** Shows an output to the inspector, which may copy it. */
    <T> T inspected(Site at, AgentKey<T> key, T output) {
        return isInspected() ? inspector.output(at.path(), key, output) : output;
    }

    /** Shows a decision to the inspector, which may copy the output it finishes with. */
    <T> Decision<T> inspected(Site at, Orchestrator<T> orchestrator, Decision<T> decision, Progress progress) {
        if (!isInspected()) {
            return decision;
        }
        inspector.decided(at.path(), orchestrator, progress, decision);
        return decision instanceof Decision.Finish<T> finish
                ? new Decision.Finish<>(inspector.output(at.path(), orchestrator.key(), finish.output()))
                : decision;
    }

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
