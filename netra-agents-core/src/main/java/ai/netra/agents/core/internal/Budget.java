package ai.netra.agents.core.internal;

import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.Usage;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a run may spend and has spent. Counts are exact under concurrency: a spend is counted before it is made, or not made. */
final class Budget {
    private final Limits limits;
    private final AtomicInteger activations = new AtomicInteger();
    private final AtomicInteger fruitless = new AtomicInteger();
    private final AtomicInteger llmCalls = new AtomicInteger();
    private final AtomicInteger toolCalls = new AtomicInteger();
    private final LongAdder inputTokens = new LongAdder();
    private final LongAdder outputTokens = new LongAdder();

    Budget(Limits limits) {
        this.limits = limits;
    }

    Limits limits() {
        return limits;
    }

    /** Spends an activation, or says which limit forbids it. */
    Optional<Failure> activation() {
        return spend(activations, limits.activations(), "activations");
    }

    /**
     * Counts a decision to start activations of which none begins: all are skipped or forbidden. They cost nothing, so there may be as many as there
     * may be activations; an orchestrator that goes on asking after that would never end.
     */
    Optional<Failure> fruitless() {
        return spend(fruitless, limits.activations(), "activations");
    }

    /** Spends an LLM call, or says which limit forbids it. */
    Optional<Failure> llmCall() {
        return spend(llmCalls, limits.llmCalls(), "llmCalls");
    }

    /** Spends a tool call, or says which limit forbids it. */
    Optional<Failure> toolCall() {
        return spend(toolCalls, limits.toolCalls(), "toolCalls");
    }

    /** Says which limit forbids going this deep. */
    Optional<Failure> depth(int depth) {
        return depth <= limits.depth() ? Optional.empty() : Optional.of(exceeded("depth", limits.depth()));
    }

    /** Says which limit forbids this many at once. */
    Optional<Failure> width(int running) {
        return running <= limits.width() ? Optional.empty() : Optional.of(exceeded("width", limits.width()));
    }

    void tokens(long input, long output) {
        inputTokens.add(input);
        outputTokens.add(output);
    }

    Usage usage() {
        return new Usage(activations.get(), llmCalls.get(), toolCalls.get(), inputTokens.sum(), outputTokens.sum());
    }

    private static Optional<Failure> spend(AtomicInteger spent, int limit, String name) {
        int now;
        do {
            now = spent.get();
            if (now >= limit) {
                return Optional.of(exceeded(name, limit));
            }
        } while (!spent.compareAndSet(now, now + 1));
        return Optional.empty();
    }

    private static Failure exceeded(String name, int limit) {
        return new Failure(
                FailureKind.LIMIT_EXCEEDED,
                name,
                "the run's limit of " + limit + " " + name + " is reached; raise it with Limits." + name
                        + "(n), or look for a loop",
                false);
    }
}
