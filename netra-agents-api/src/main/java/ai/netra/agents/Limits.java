package ai.netra.agents;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Bounds on what one run may spend. On by default, counted over the whole run with all nested calls, and checked before the spend: the call that
 * would exceed a limit is not made. Activations that are skipped or forbidden are not counted; an orchestrator that keeps asking, and for nothing else,
 * is ended when it has done so as often as there may be activations.
 *
 * <table>
 * <caption>Defaults</caption>
 * <tr><th>limit</th><th>default</th></tr>
 * <tr><td>activations</td><td>200</td></tr>
 * <tr><td>LLM calls</td><td>100</td></tr>
 * <tr><td>tool calls</td><td>300</td></tr>
 * <tr><td>tokens, read and written</td><td>1,000,000</td></tr>
 * <tr><td>cost</td><td>no limit</td></tr>
 * <tr><td>depth of nested orchestrators and calls</td><td>10</td></tr>
 * <tr><td>width: activations running at once in one orchestrator</td><td>256</td></tr>
 * <tr><td>time of a run</td><td>10 minutes</td></tr>
 * <tr><td>time of an activation</td><td>5 minutes</td></tr>
 * <tr><td>time of an LLM call</td><td>60 seconds</td></tr>
 * <tr><td>time of a tool call</td><td>30 seconds</td></tr>
 * </table>
 *
 * <p><b>Tokens and cost</b> of a call are known only after it. Before it, an estimate of its input and the most it may write (the request's
 * {@code maxOutputTokens}, otherwise 4,096) are reserved, and the call is refused unless they fit into what is left; after it, what the provider counted
 * takes the place of the reservation. So a run exceeds its limit only by what calls that ran at once turned out to take beyond their reservations:
 * with n calls in flight when the last of them was allowed, each under-estimated by at most e, by at most n × e, and not at all where no call was
 * under-estimated. A call that failed or was cancelled, or whose provider reported no tokens, counts with its whole reservation, unless it {@linkplain
 * ai.netra.agents.llm.LlmException#isUnspent() surely cost nothing}.
 *
 * <p>Cost is by the prices that the runtime was given. Under a limit of it, a call is refused where the price of its model is not known.
 *
 * <p>Immutable; each method returns a changed copy and refuses zero and negative values.
 *
 * @param activations how many activations a run may start
 * @param llmCalls how many LLM calls a run may make
 * @param toolCalls how many tool calls a run may make
 * @param tokens how many tokens the models of a run may read and write together
 * @param cost how many US dollars the models of a run may cost, where that is limited; without trailing zeros
 * @param depth how deep orchestrators and calls may nest; the run's own orchestrator is at depth 1
 * @param width how many activations of one orchestrator may run at once
 * @param runTime the time of a run
 * @param activationTime the time of one activation
 * @param llmCallTime the time of one LLM call
 * @param toolCallTime the time of one tool call
 */
public record Limits(
        int activations,
        int llmCalls,
        int toolCalls,
        long tokens,
        Optional<BigDecimal> cost,
        int depth,
        int width,
        Duration runTime,
        Duration activationTime,
        Duration llmCallTime,
        Duration toolCallTime) {
    private static final Limits DEFAULTS = new Limits(
            200,
            100,
            300,
            1_000_000,
            Optional.empty(),
            10,
            256,
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30));

    /**
     * Checks every value.
     *
     * @throws InvalidDefinitionException if one is zero or negative
     */
    public Limits {
        positive("limit activations", activations);
        positive("limit llmCalls", llmCalls);
        positive("limit toolCalls", toolCalls);
        positive("limit tokens", tokens);
        cost = cost.map(Limits::positiveCost);
        positive("limit depth", depth);
        positive("limit width", width);
        positive("limit runTime", runTime);
        positive("limit activationTime", activationTime);
        positive("limit llmCallTime", llmCallTime);
        positive("limit toolCallTime", toolCallTime);
    }

    /** The defaults of the table above. */
    public static Limits defaults() {
        return DEFAULTS;
    }

    /** With at most this many activations. */
    public Limits activations(int value) {
        return with(draft -> draft.activations = value);
    }

    /** With at most this many LLM calls. */
    public Limits llmCalls(int value) {
        return with(draft -> draft.llmCalls = value);
    }

    /** With at most this many tool calls. */
    public Limits toolCalls(int value) {
        return with(draft -> draft.toolCalls = value);
    }

    /** With at most this many tokens, read and written together. */
    public Limits tokens(long value) {
        return with(draft -> draft.tokens = value);
    }

    /** With at most this cost in US dollars. Needs {@linkplain ai.netra.agents.llm.LlmPricing prices}. */
    public Limits cost(BigDecimal usd) {
        return with(draft -> draft.cost = Optional.of(usd));
    }

    /** With at most this depth. */
    public Limits depth(int value) {
        return with(draft -> draft.depth = value);
    }

    /** With at most this width. */
    public Limits width(int value) {
        return with(draft -> draft.width = value);
    }

    /** With this time for a run. */
    public Limits runTime(Duration value) {
        return with(draft -> draft.runTime = value);
    }

    /** With this time for an activation. */
    public Limits activationTime(Duration value) {
        return with(draft -> draft.activationTime = value);
    }

    /** With this time for an LLM call. */
    public Limits llmCallTime(Duration value) {
        return with(draft -> draft.llmCallTime = value);
    }

    /** With this time for a tool call. */
    public Limits toolCallTime(Duration value) {
        return with(draft -> draft.toolCallTime = value);
    }

    /** The lower of each limit of two: what a request asks for never widens what the runtime allows. */
    public Limits and(Limits other) {
        return equals(other)
                ? this
                : new Limits(
                        Math.min(activations, other.activations),
                        Math.min(llmCalls, other.llmCalls),
                        Math.min(toolCalls, other.toolCalls),
                        Math.min(tokens, other.tokens),
                        Stream.of(cost, other.cost).flatMap(Optional::stream).reduce(BigDecimal::min),
                        Math.min(depth, other.depth),
                        Math.min(width, other.width),
                        shorter(runTime, other.runTime),
                        shorter(activationTime, other.activationTime),
                        shorter(llmCallTime, other.llmCallTime),
                        shorter(toolCallTime, other.toolCallTime));
    }

    private static Duration shorter(Duration left, Duration right) {
        return left.compareTo(right) <= 0 ? left : right;
    }

    private static void positive(String what, long value) {
        if (value < 1) {
            throw new InvalidDefinitionException(what + " is " + value + "; use 1 or more");
        }
    }

    private static BigDecimal positiveCost(BigDecimal usd) {
        if (usd.signum() <= 0) {
            throw new InvalidDefinitionException(
                    "limit cost is " + usd.toPlainString() + "; use more than 0 US dollars, or leave it out");
        }
        return usd.stripTrailingZeros();
    }

    static Duration positive(String what, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new InvalidDefinitionException(what + " is " + value + "; use a positive duration");
        }
        return value;
    }

    private Limits with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.limits();
    }

    /** A copy in the making. */
    private static final class Draft {
        private int activations;
        private int llmCalls;
        private int toolCalls;
        private long tokens;
        private Optional<BigDecimal> cost;
        private int depth;
        private int width;
        private Duration runTime;
        private Duration activationTime;
        private Duration llmCallTime;
        private Duration toolCallTime;

        private Draft(Limits limits) {
            activations = limits.activations;
            llmCalls = limits.llmCalls;
            toolCalls = limits.toolCalls;
            tokens = limits.tokens;
            cost = limits.cost;
            depth = limits.depth;
            width = limits.width;
            runTime = limits.runTime;
            activationTime = limits.activationTime;
            llmCallTime = limits.llmCallTime;
            toolCallTime = limits.toolCallTime;
        }

        private Limits limits() {
            return new Limits(
                    activations,
                    llmCalls,
                    toolCalls,
                    tokens,
                    cost,
                    depth,
                    width,
                    runTime,
                    activationTime,
                    llmCallTime,
                    toolCallTime);
        }
    }
}
