package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One agent again and again, until its output satisfies a condition. Each round sees the output of the one before as {@code input.previous()}. The
 * rounds are bounded; when they are spent without the condition being met the loop has failed, as {@link Outcome.LimitExceeded}, and its last output
 * is not passed off as the result.
 *
 * <pre>{@code
 * var polish = LoopOrchestrator.of(AgentKey.of("polish", Draft.class)).body(improve).until(d -> d.score() > 0.9).atMost(5);
 * }</pre>
 *
 * <p>Immutable and thread-safe, as far as the condition is.
 *
 * @param <O> the type of the output
 */
public final class LoopOrchestrator<O> implements Orchestrator<O> {
    private final AgentKey<O> key;
    private final Agent<O> body;
    private final Predicate<? super O> until;
    private final int rounds;
    private final List<Dependency<?>> dependencies;

    private LoopOrchestrator(Until<O> builder, int rounds) {
        this.key = builder.body.key;
        this.body = builder.agent;
        this.until = builder.condition;
        this.rounds = rounds;
        this.dependencies = builder.body.wiring.dependencies();
    }

    /** Builds a loop. */
    public static <O> Builder<O> of(AgentKey<O> key) {
        return new Builder<>(key);
    }

    @Override
    public AgentKey<O> key() {
        return key;
    }

    @Override
    public List<Dependency<?>> dependencies() {
        return dependencies;
    }

    @Override
    public List<Agent<?>> agents() {
        return List.of(body);
    }

    @Override
    public Decision<O> decide(Progress progress) {
        Optional<Outcome<O>> last = progress.latest(body.key());
        if (last.isEmpty()) {
            return Decision.start(Activation.of(body));
        }
        Optional<O> output = last.get().output();
        if (output.isEmpty()) {
            return Decision.fail(last.get()
                    .failure()
                    .orElseGet(() -> Failure.of(
                            FailureKind.UNMET_DEPENDENCY,
                            "round " + progress.ended() + " was " + last.get().label())));
        }
        if (until.test(output.get())) {
            return Decision.finish(output.get());
        }
        int done = progress.ended();
        if (done == rounds) {
            return Decision.fail(new Failure(
                    FailureKind.LIMIT_EXCEEDED,
                    "rounds",
                    "loop " + key.name() + " did not meet its condition in " + rounds
                            + " rounds; raise atMost, or ease the condition",
                    false));
        }
        return Decision.start(
                Activation.of(body).id(ActivationId.round(body.key(), done + 1)).previous(output.get()));
    }

    /**
     * Builds a {@link LoopOrchestrator}: first its body.
     *
     * @param <O> the type of the output
     */
    public static final class Builder<O> {
        private final AgentKey<O> key;
        private final Wiring wiring;

        private Builder(AgentKey<O> key) {
            this.key = key;
            this.wiring = new Wiring(key);
        }

        /** Declares what the loop itself reads, for its body to read. */
        public Builder<O> reads(Dependency<?> dependency) {
            wiring.reads(dependency);
            return this;
        }

        /**
         * Sets the agent to run in each round.
         *
         * @throws InvalidDefinitionException if it requires what the loop does not read
         */
        public Condition<O> body(Agent<O> agent) {
            wiring.add(agent);
            wiring.producedOutside();
            return new Condition<>(this, agent);
        }
    }

    /**
     * Builds a {@link LoopOrchestrator}: then its condition.
     *
     * @param <O> the type of the output
     */
    public static final class Condition<O> {
        private final Builder<O> body;
        private final Agent<O> agent;

        private Condition(Builder<O> body, Agent<O> agent) {
            this.body = body;
            this.agent = agent;
        }

        /** Sets the pure condition on an output that ends the loop. */
        public Until<O> until(Predicate<? super O> condition) {
            return new Until<>(body, agent, condition);
        }
    }

    /**
     * Builds a {@link LoopOrchestrator}: last its bound.
     *
     * @param <O> the type of the output
     */
    public static final class Until<O> {
        private final Builder<O> body;
        private final Agent<O> agent;
        private final Predicate<? super O> condition;

        private Until(Builder<O> body, Agent<O> agent, Predicate<? super O> condition) {
            this.body = body;
            this.agent = agent;
            this.condition = condition;
        }

        /**
         * Sets how many rounds there may be, and builds the loop.
         *
         * @throws InvalidDefinitionException if it is below 1
         */
        public LoopOrchestrator<O> atMost(int rounds) {
            if (rounds < 1) {
                throw new InvalidDefinitionException(
                        "loop " + body.key.name() + " is to run at most " + rounds + " rounds; use 1 or more");
            }
            return new LoopOrchestrator<>(this, rounds);
        }
    }
}
