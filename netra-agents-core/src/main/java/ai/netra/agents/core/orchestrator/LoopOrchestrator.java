package ai.netra.agents.core.orchestrator;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
public final class LoopOrchestrator<O> extends WiredOrchestrator<O> {
    private final Decision<O> first;
    private final Numbered<O> body;
    private final Predicate<? super O> until;
    private final int rounds;

    private LoopOrchestrator(Until<O> builder, int rounds) {
        super(builder.wiring);
        this.body = Numbered.rounds(builder.agent, rounds);
        this.first = Decision.start(body.get(0));
        this.until = builder.condition;
        this.rounds = rounds;
    }

    /** Builds a loop. */
    public static <O> Builder<O> of(AgentKey<O> key) {
        return new Builder<>(key);
    }

    @Override
    public Decision<O> decide(Progress progress) {
        int done = progress.ended();
        if (done == 0) {
            return first;
        }
        ActivationOutcome<?> last = progress.outcomes().get(done - 1);
        @Nullable O output = outputOf(last);
        if (output == null) {
            return Decision.fail(Ended.failure("round", last));
        }
        if (until.test(output)) {
            return Decision.finish(output);
        }
        return done < rounds
                ? Decision.start(body.get(done).previous(output))
                : Decision.fail(new Failure(
                        FailureKind.LIMIT_EXCEEDED,
                        "rounds",
                        "loop " + key().name() + " did not meet its condition in " + rounds
                                + " rounds; raise atMost, or ease the condition",
                        false));
    }

    /**
     * Builds a {@link LoopOrchestrator}: first its body.
     *
     * @param <O> the type of the output
     */
    public static final class Builder<O> extends WiredBuilder<O, Builder<O>> {
        private Builder(AgentKey<O> key) {
            super(key);
        }

        /**
         * Sets the agent to run in each round.
         *
         * @throws InvalidDefinitionException if it requires what the loop does not read
         */
        public Condition<O> body(Agent<O> agent) {
            wiring.add(agent);
            wiring.producedOutside();
            return new Condition<>(wiring, agent);
        }
    }

    /**
     * Builds a {@link LoopOrchestrator}: then its condition.
     *
     * @param <O> the type of the output
     */
    public static final class Condition<O> {
        private final Wiring<O> wiring;
        private final Agent<O> agent;

        private Condition(Wiring<O> wiring, Agent<O> agent) {
            this.wiring = wiring;
            this.agent = agent;
        }

        /** Sets the pure condition on an output that ends the loop. */
        public Until<O> until(Predicate<? super O> condition) {
            return new Until<>(wiring, agent, condition);
        }
    }

    /**
     * Builds a {@link LoopOrchestrator}: last its bound.
     *
     * @param <O> the type of the output
     */
    public static final class Until<O> {
        private final Wiring<O> wiring;
        private final Agent<O> agent;
        private final Predicate<? super O> condition;

        private Until(Wiring<O> wiring, Agent<O> agent, Predicate<? super O> condition) {
            this.wiring = wiring;
            this.agent = agent;
            this.condition = condition;
        }

        /**
         * Sets how many rounds there may be, and builds the loop.
         *
         * @throws InvalidDefinitionException if it is less than one
         */
        public LoopOrchestrator<O> atMost(int rounds) {
            return new LoopOrchestrator<>(
                    this, Wiring.positive("bound of loop " + wiring.key().name(), rounds));
        }
    }
}
