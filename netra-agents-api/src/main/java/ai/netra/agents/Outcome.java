package ai.netra.agents;

import java.util.Optional;

/**
 * How one activation ended. Exactly one is recorded for each, and none is a failure disguised as an output.
 *
 * @param <O> the type of the agent's output
 */
public sealed interface Outcome<O> {
    /**
     * The agent returned its output.
     *
     * @param value the output
     * @param <O> the type of the output
     */
    record Succeeded<O>(O value) implements Outcome<O> {}

    /**
     * There is an output, but something asked for failed or was replaced.
     *
     * @param value the output
     * @param cause what failed first
     * @param <O> the type of the output
     */
    record Degraded<O>(O value, Failure cause) implements Outcome<O> {}

    /**
     * The agent was not called, by decision of its orchestrator.
     *
     * @param reason why
     * @param <O> the type of the output
     */
    record Skipped<O>(String reason) implements Outcome<O> {}

    /**
     * The agent gave no output.
     *
     * @param cause why
     * @param <O> the type of the output
     */
    record Failed<O>(Failure cause) implements Outcome<O> {}

    /**
     * A deadline passed first.
     *
     * @param cause which deadline
     * @param <O> the type of the output
     */
    record TimedOut<O>(Failure cause) implements Outcome<O> {}

    /**
     * A limit of the run was reached; the call that would have exceeded it was not made.
     *
     * @param cause which limit, and what was spent
     * @param <O> the type of the output
     */
    record LimitExceeded<O>(Failure cause) implements Outcome<O> {}

    /**
     * Stopped from outside: by the host, or because a sibling's outcome made it pointless.
     *
     * @param reason why
     * @param <O> the type of the output
     */
    record Cancelled<O>(String reason) implements Outcome<O> {}

    /** The outcome without output that a failure stands for: timed out or limit exceeded where it is of that kind, otherwise failed. */
    static <O> Outcome<O> failing(Failure failure) {
        return switch (failure.kind()) {
            case TIMED_OUT -> new TimedOut<>(failure);
            case LIMIT_EXCEEDED -> new LimitExceeded<>(failure);
            case CANCELLED -> new Cancelled<>(failure.message());
            default -> new Failed<>(failure);
        };
    }

    /** The output, where there is one: succeeded or degraded. */
    default Optional<O> output() {
        return switch (this) {
            case Succeeded<O> succeeded -> Optional.of(succeeded.value());
            case Degraded<O> degraded -> Optional.of(degraded.value());
            case Skipped<O> skipped -> Optional.empty();
            case Failed<O> failed -> Optional.empty();
            case TimedOut<O> timedOut -> Optional.empty();
            case LimitExceeded<O> exceeded -> Optional.empty();
            case Cancelled<O> cancelled -> Optional.empty();
        };
    }

    /** What went wrong, where something did: not for succeeded, and not for skipped, which is nobody's failure. */
    default Optional<Failure> failure() {
        return switch (this) {
            case Succeeded<O> succeeded -> Optional.empty();
            case Skipped<O> skipped -> Optional.empty();
            case Degraded<O> degraded -> Optional.of(degraded.cause());
            case Failed<O> failed -> Optional.of(failed.cause());
            case TimedOut<O> timedOut -> Optional.of(timedOut.cause());
            case LimitExceeded<O> exceeded -> Optional.of(exceeded.cause());
            case Cancelled<O> cancelled -> Optional.of(Failure.of(FailureKind.CANCELLED, cancelled.reason()));
        };
    }

    /** The name on the wire: {@code succeeded}, {@code degraded}, {@code skipped}, {@code failed}, {@code timed_out}, … */
    default String label() {
        return switch (this) {
            case Succeeded<O> succeeded -> "succeeded";
            case Degraded<O> degraded -> "degraded";
            case Skipped<O> skipped -> "skipped";
            case Failed<O> failed -> "failed";
            case TimedOut<O> timedOut -> "timed_out";
            case LimitExceeded<O> exceeded -> "limit_exceeded";
            case Cancelled<O> cancelled -> "cancelled";
        };
    }
}
