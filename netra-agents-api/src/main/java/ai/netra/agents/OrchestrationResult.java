package ai.netra.agents;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended and all it gave. Made by the runtime; tests of host code make theirs with {@link #builder}.
 *
 * <p>Immutable and thread-safe, as far as the outputs are.
 *
 * @param <O> the type of the run's output
 */
public final class OrchestrationResult<O> {
    private final RunId run;
    private final RunRequest request;
    private final RunStatus status;
    private final @Nullable O output;
    private final @Nullable Failure failure;
    private final @Nullable Throwable cause;
    private final List<ActivationOutcome<?>> outcomes;
    private final String phase;
    private final Usage usage;
    private final long nanos;
    private final List<PendingQuestion> questions;

    private OrchestrationResult(Builder<O> builder) {
        this.run = builder.run;
        this.request = builder.request;
        this.status = builder.status;
        this.output = builder.output;
        this.failure = builder.failure;
        this.cause = builder.cause;
        this.outcomes = ActivationIndex.copyOf(builder.outcomes);
        this.phase = builder.phase;
        this.usage = builder.usage;
        this.nanos = builder.nanos;
        this.questions = builder.questions;
    }

    /** A result for a test of host code. */
    public static <O> Builder<O> builder(RunId run, RunRequest request) {
        return new Builder<>(run, request);
    }

    /** The run. */
    public RunId run() {
        return run;
    }

    /** How it ended. */
    public RunStatus status() {
        return status;
    }

    /** Whether everything that was asked for was done: {@link RunStatus#SUCCEEDED} and nothing else. */
    public boolean success() {
        return status == RunStatus.SUCCEEDED;
    }

    /** The output of the run: there when succeeded or degraded. */
    public Optional<O> output() {
        return Optional.ofNullable(output);
    }

    /** The newest output of one of the run's own agents. */
    @SuppressWarnings("unchecked") // an outcome is of its key's type
    public <T> Optional<T> output(AgentKey<T> key) {
        for (int i = outcomes.size() - 1; i >= 0; i--) {
            if (outcomes.get(i).key().equals(key)) {
                return (Optional<T>) outcomes.get(i).outcome().output();
            }
        }
        return Optional.empty();
    }

    /** The outputs there are, by agent name, in the order they came; of an agent activated more than once, the newest. */
    public Map<String, Object> outputs() {
        Map<String, Object> outputs = new LinkedHashMap<>();
        outcomes.forEach(
                o -> o.outcome().output().ifPresent(value -> outputs.put(o.key().name(), value)));
        return Collections.unmodifiableMap(outputs);
    }

    /** Every outcome of the run's own agents, in the order of the journal. Those of nested orchestrators stay inside them. */
    public List<ActivationOutcome<?>> outcomes() {
        return outcomes;
    }

    /** What the run waits on; empty unless suspended. */
    public List<PendingQuestion> questions() {
        return questions;
    }

    /** What went wrong: present unless succeeded or suspended. */
    public Optional<RunError> error() {
        return failure == null ? Optional.empty() : Optional.of(new RunError(failure, phaseOf(failure), outputs()));
    }

    /** The agent that failed so; where none did, as when the run was cancelled, the one that was started last. */
    private String phaseOf(Failure failed) {
        return outcomes.stream()
                .filter(o -> o.outcome().failure().filter(failed::equals).isPresent())
                .findFirst()
                .map(o -> o.key().name())
                .orElse(phase);
    }

    /** The live exception behind the error, where there was one, with those of siblings suppressed onto it. Not recorded anywhere. */
    public Optional<Throwable> cause() {
        return Optional.ofNullable(cause);
    }

    /** The request the run was for. */
    public RunRequest request() {
        return request;
    }

    /** The request's message. */
    public String message() {
        return request.message();
    }

    /** The request's attributes. */
    public Attributes attributes() {
        return request.attributes();
    }

    /** The name of the agent that was started last, or {@code request} if none was. */
    public String phase() {
        return phase;
    }

    /** What was spent. */
    public Usage usage() {
        return usage;
    }

    /** How long it took. */
    public Duration duration() {
        return Duration.ofNanos(nanos);
    }

    /**
     * The output of a run that succeeded. A degraded one throws as well: a host that takes degraded outputs asks for {@link #output()}.
     *
     * @throws RunFailedException if the run did not succeed, with this result as evidence
     */
    public O orThrow() {
        if (output == null || !success()) {
            throw new RunFailedException(
                    this,
                    "run " + run + " " + status.label() + " in phase "
                            + (failure == null ? phase : phaseOf(failure) + ": " + failure)
                            + (output == null ? "" : "; its degraded output is in output()"),
                    cause);
        }
        return output;
    }

    @Override
    public String toString() {
        return "OrchestrationResult[run " + run + " " + status.label() + (failure == null ? "" : ", " + failure) + ", "
                + outcomes.size() + " outcomes, " + usage + ", " + duration() + "]";
    }

    /**
     * Builds an {@link OrchestrationResult}.
     *
     * @param <O> the type of the run's output
     */
    public static final class Builder<O> {
        private final RunId run;
        private final RunRequest request;
        private RunStatus status = RunStatus.FAILED;
        private @Nullable O output;
        private @Nullable Failure failure;
        private @Nullable Throwable cause;
        private List<ActivationOutcome<?>> outcomes = List.of();
        private String phase = "request";
        private Usage usage = Usage.NONE;
        private long nanos;
        private List<PendingQuestion> questions = List.of();

        private Builder(RunId run, RunRequest request) {
            this.run = Objects.requireNonNull(run, "run");
            this.request = Objects.requireNonNull(request, "request");
        }

        /** Ended as this outcome says: status, output and error follow from it. */
        public Builder<O> outcome(Outcome<O> outcome) {
            status = switch (outcome) {
                case Outcome.Succeeded<O> succeeded -> RunStatus.SUCCEEDED;
                case Outcome.Degraded<O> degraded -> RunStatus.DEGRADED;
                case Outcome.Skipped<O> skipped -> RunStatus.CANCELLED;
                case Outcome.Failed<O> failed -> RunStatus.FAILED;
                case Outcome.TimedOut<O> timedOut -> RunStatus.TIMED_OUT;
                case Outcome.LimitExceeded<O> exceeded -> RunStatus.LIMIT_EXCEEDED;
                case Outcome.Cancelled<O> cancelled -> RunStatus.CANCELLED;
            };
            output = outcome.output().orElse(null);
            failure = outcome.failure().orElse(null);
            return this;
        }

        /** Suspended, waiting on these questions. */
        public Builder<O> suspended(List<PendingQuestion> open) {
            status = RunStatus.SUSPENDED;
            output = null;
            failure = null;
            questions = List.copyOf(open);
            return this;
        }

        /** Refused before it was started. */
        public Builder<O> refused(String reason) {
            status = RunStatus.REFUSED;
            output = null;
            failure = Failure.of(FailureKind.REFUSED, reason);
            return this;
        }

        /** With the live exception behind the error. */
        public Builder<O> cause(Throwable thrown) {
            cause = thrown;
            return this;
        }

        /** With these outcomes, in the order of the journal. */
        public Builder<O> outcomes(List<ActivationOutcome<?>> newOutcomes) {
            outcomes = newOutcomes;
            return this;
        }

        /** With this agent started last. */
        public Builder<O> phase(String newPhase) {
            phase = newPhase;
            return this;
        }

        /** With what was spent. */
        public Builder<O> usage(Usage newUsage) {
            usage = newUsage;
            return this;
        }

        /** With how long it took. */
        public Builder<O> duration(Duration newDuration) {
            nanos = newDuration.toNanos();
            return this;
        }

        /** The result. */
        public OrchestrationResult<O> build() {
            return new OrchestrationResult<>(this);
        }
    }
}
