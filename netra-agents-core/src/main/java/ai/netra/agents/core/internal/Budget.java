package ai.netra.agents.core.internal;

import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Limits;
import ai.netra.agents.Usage;
import ai.netra.agents.llm.LlmUsage;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What a run may spend and has spent. Exact under concurrency: a spend is counted before it is made, or not made. Every question is answered with the
 * failure that forbids the spend, or with null where it is allowed: that is asked for each step of a run, so it makes no objects.
 */
final class Budget {
    private static final AtomicIntegerFieldUpdater<Budget> ACTIVATIONS = counter("activations");
    private static final AtomicIntegerFieldUpdater<Budget> FRUITLESS = counter("fruitless");
    private static final AtomicIntegerFieldUpdater<Budget> TOOL_CALLS = counter("toolCalls");

    private final Limits limits;
    private volatile int activations;

    @SuppressWarnings("UnusedVariable") // read through its updater
    private volatile int fruitless;

    private volatile int toolCalls;
    private int llmCalls; // guarded by this, as is what follows: it changes together, and nothing blocks inside
    private int unpriced;
    private long inputTokens;
    private long outputTokens;
    private long tokens; // spent or reserved, as is the next
    private BigDecimal cost = BigDecimal.ZERO;

    Budget(Limits limits) {
        this.limits = limits;
    }

    Limits limits() {
        return limits;
    }

    /** Spends an activation. */
    @Nullable
    Failure activation() {
        return spend(ACTIVATIONS, limits.activations(), "activations");
    }

    /**
     * Counts a decision to start activations of which none begins: all are skipped or forbidden. They cost nothing, so there may be as many as there
     * may be activations; an orchestrator that goes on asking after that would never end.
     */
    @Nullable
    Failure fruitless() {
        return spend(FRUITLESS, limits.activations(), "activations");
    }

    /** Spends what was spent before, whatever the limit. */
    void spent(int moreActivations, int moreToolCalls) {
        ACTIVATIONS.addAndGet(this, moreActivations);
        TOOL_CALLS.addAndGet(this, moreToolCalls);
    }

    /** Spends an LLM call that was made before, whatever the limit. */
    void spent(LlmCharge charge) {
        synchronized (this) {
            llmCalls++;
            add(charge.tokens(), charge.cost());
            unpriced += charge.price().isPresent() ? 0 : 1;
        }
    }

    /** Spends a tool call. */
    @Nullable
    Failure toolCall() {
        return spend(TOOL_CALLS, limits.toolCalls(), "toolCalls");
    }

    /** Going this deep. */
    @Nullable
    Failure depth(int depth) {
        return depth <= limits.depth() ? null : exceeded("depth", limits.depth());
    }

    /** Having this many at once. */
    @Nullable
    Failure width(int running) {
        return running <= limits.width() ? null : exceeded("width", limits.width());
    }

    /** Spends an LLM call and sets aside what it may take. It stays spent unless the call is settled or released. */
    @Nullable
    Failure llmCall(LlmCharge charge) {
        synchronized (this) {
            Failure forbidden = forbidden(charge);
            if (forbidden == null) {
                spent(charge);
            }
            return forbidden;
        }
    }

    private @Nullable Failure forbidden(LlmCharge charge) {
        if (llmCalls >= limits.llmCalls()) {
            return exceeded("llmCalls", limits.llmCalls());
        }
        if (charge.tokens() > limits.tokens() - tokens) {
            return exceeded(
                    "tokens",
                    "the run's limit of " + limits.tokens() + " tokens leaves " + Math.max(0, limits.tokens() - tokens)
                            + ", and the call may take " + charge.tokens() + ": " + charge.input()
                            + " read by estimate, " + charge.output() + " written at most; ask for less with"
                            + " LlmRequest's maxOutputTokens(n) or shorter messages, or raise Limits.tokens(n)");
        }
        return limits.cost().isPresent() ? forbidden(charge, limits.cost().get()) : null;
    }

    private @Nullable Failure forbidden(LlmCharge charge, BigDecimal limit) {
        String run = "the run's limit of " + limit.toPlainString() + " US dollars ";
        if (charge.model().isEmpty()) {
            return exceeded(
                    "cost",
                    run + "cannot be kept by a call to a model without a name; name it with LlmRequest's model(name),"
                            + " or in the client's defaultModel()");
        }
        if (charge.price().isEmpty()) {
            return exceeded(
                    "cost",
                    run + "cannot be kept by a call to model '" + charge.model()
                            + "', whose price is not known; give it with LocalAgentRuntime.builder().pricing(pricing)");
        }
        BigDecimal left = limit.subtract(cost);
        return charge.cost().compareTo(left) <= 0
                ? null
                : exceeded(
                        "cost",
                        run + "leaves " + left.max(BigDecimal.ZERO).toPlainString() + ", and the call to model '"
                                + charge.model() + "' may cost " + charge.cost().toPlainString()
                                + "; ask for less with LlmRequest's maxOutputTokens(n) or shorter messages, or raise"
                                + " Limits.cost(usd)");
    }

    /** Puts what the provider counted in the place of what was set aside; where it counted nothing, that stays. */
    void settle(LlmCharge charge, LlmUsage usage) {
        LlmUsage counted = LlmCharge.counted(usage);
        if (counted.inputTokens() == 0 && counted.outputTokens() == 0) {
            return;
        }
        synchronized (this) {
            inputTokens += counted.inputTokens();
            outputTokens += counted.outputTokens();
            add(
                    counted.inputTokens() + counted.outputTokens() - charge.tokens(),
                    charge.cost(counted).subtract(charge.cost()));
        }
    }

    /** Gives back what was set aside for a call that cost nothing. It was a call all the same. */
    void release(LlmCharge charge) {
        synchronized (this) {
            add(-charge.tokens(), charge.cost().negate());
            unpriced -= charge.price().isPresent() ? 0 : 1;
        }
    }

    private void add(long moreTokens, BigDecimal moreCost) {
        tokens += moreTokens;
        cost = cost.add(moreCost);
    }

    Usage usage() {
        synchronized (this) {
            return new Usage(
                    activations,
                    llmCalls,
                    toolCalls,
                    inputTokens,
                    outputTokens,
                    tokens,
                    unpriced > 0 ? Optional.empty() : llmCalls == 0 ? Usage.NONE.cost() : Optional.of(cost));
        }
    }

    private static AtomicIntegerFieldUpdater<Budget> counter(String field) {
        return AtomicIntegerFieldUpdater.newUpdater(Budget.class, field);
    }

    private @Nullable Failure spend(AtomicIntegerFieldUpdater<Budget> spent, int limit, String name) {
        int now;
        do {
            now = spent.get(this);
            if (now >= limit) {
                return exceeded(name, limit);
            }
        } while (!spent.compareAndSet(this, now, now + 1));
        return null;
    }

    private static Failure exceeded(String name, int limit) {
        return exceeded(
                name,
                "the run's limit of " + limit + " " + name + " is reached; raise it with Limits." + name
                        + "(n), or look for a loop");
    }

    private static Failure exceeded(String name, String message) {
        return new Failure(FailureKind.LIMIT_EXCEEDED, name, message, false);
    }
}
