package ai.netra.agents;

import java.time.Duration;

/**
 * Bounds on what one run may spend. On by default, counted over the whole run with all nested calls, and checked before the spend: the call that
 * would exceed a count is not made. Activations that are skipped or forbidden are not counted; an orchestrator that keeps asking, and for nothing else,
 * is ended when it has done so as often as there may be activations.
 *
 * <table>
 * <caption>Defaults</caption>
 * <tr><th>limit</th><th>default</th></tr>
 * <tr><td>activations</td><td>200</td></tr>
 * <tr><td>LLM calls</td><td>100</td></tr>
 * <tr><td>tool calls</td><td>300</td></tr>
 * <tr><td>depth of nested orchestrators and calls</td><td>10</td></tr>
 * <tr><td>width: activations running at once in one orchestrator</td><td>256</td></tr>
 * <tr><td>time of a run</td><td>10 minutes</td></tr>
 * <tr><td>time of an activation</td><td>5 minutes</td></tr>
 * <tr><td>time of an LLM call</td><td>60 seconds</td></tr>
 * <tr><td>time of a tool call</td><td>30 seconds</td></tr>
 * </table>
 *
 * <p>Immutable; each method returns a changed copy and refuses zero and negative values.
 *
 * @param activations how many activations a run may start
 * @param llmCalls how many LLM calls a run may make
 * @param toolCalls how many tool calls a run may make
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
        return new Limits(value, llmCalls, toolCalls, depth, width, runTime, activationTime, llmCallTime, toolCallTime);
    }

    /** With at most this many LLM calls. */
    public Limits llmCalls(int value) {
        return new Limits(
                activations, value, toolCalls, depth, width, runTime, activationTime, llmCallTime, toolCallTime);
    }

    /** With at most this many tool calls. */
    public Limits toolCalls(int value) {
        return new Limits(
                activations, llmCalls, value, depth, width, runTime, activationTime, llmCallTime, toolCallTime);
    }

    /** With at most this depth. */
    public Limits depth(int value) {
        return new Limits(
                activations, llmCalls, toolCalls, value, width, runTime, activationTime, llmCallTime, toolCallTime);
    }

    /** With at most this width. */
    public Limits width(int value) {
        return new Limits(
                activations, llmCalls, toolCalls, depth, value, runTime, activationTime, llmCallTime, toolCallTime);
    }

    /** With this time for a run. */
    public Limits runTime(Duration value) {
        return new Limits(
                activations, llmCalls, toolCalls, depth, width, value, activationTime, llmCallTime, toolCallTime);
    }

    /** With this time for an activation. */
    public Limits activationTime(Duration value) {
        return new Limits(activations, llmCalls, toolCalls, depth, width, runTime, value, llmCallTime, toolCallTime);
    }

    /** With this time for an LLM call. */
    public Limits llmCallTime(Duration value) {
        return new Limits(activations, llmCalls, toolCalls, depth, width, runTime, activationTime, value, toolCallTime);
    }

    /** With this time for a tool call. */
    public Limits toolCallTime(Duration value) {
        return new Limits(activations, llmCalls, toolCalls, depth, width, runTime, activationTime, llmCallTime, value);
    }

    /** The lower of each limit of two: what a request asks for never widens what the runtime allows. */
    public Limits and(Limits other) {
        return equals(other)
                ? this
                : new Limits(
                        Math.min(activations, other.activations),
                        Math.min(llmCalls, other.llmCalls),
                        Math.min(toolCalls, other.toolCalls),
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

    private static void positive(String what, int value) {
        if (value < 1) {
            throw new InvalidDefinitionException(what + " is " + value + "; use 1 or more");
        }
    }

    static Duration positive(String what, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new InvalidDefinitionException(what + " is " + value + "; use a positive duration");
        }
        return value;
    }
}
