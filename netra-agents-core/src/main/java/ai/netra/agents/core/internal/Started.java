package ai.netra.agents.core.internal;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Outcome;
import ai.netra.agents.spi.Task;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An activation that a decision has started: what is to be done, with what, and how deep in the run it stands; then how it ended. Of one thread at a
 * time: the scope's, and between {@link Crew#start} and {@link Crew#take} that of whoever works for it.
 */
final class Started<A> extends ActivationRun<A> {
    private final Activation<A> activation;
    private final AgentInput input;
    private final int depth;
    private @Nullable Site site;
    private @Nullable ActivationOutcome<A> ended;
    private @Nullable Throwable thrown;
    private @Nullable CancelNode node;

    Started(Activation<A> activation, AgentInput input, int depth) {
        this.activation = activation;
        this.input = input;
        this.depth = depth;
    }

    Activation<A> activation() {
        return activation;
    }

    @Override
    Agent<A> agent() {
        return activation.agent().orElseThrow();
    }

    @Override
    AgentInput input() {
        return input;
    }

    @Override
    Site site() {
        return Objects.requireNonNull(site);
    }

    /** Does it now, on the thread of this task, as part of what takes place at a site. */
    void run(Site at, CancelNode within, Task task, long now) {
        Run<?> run = at.run();
        long deadline = run.deadline(now, at.deadline(), activation.timeout(), policy(agent()));
        site = at.activation(activation.id(), depth, deadline, within, task);
        Result<A> result = execute(now);
        end(result.outcome());
        thrown = result.thrown();
    }

    /** Says how it ended; what it gave before came too late. */
    void end(Outcome<A> outcome) {
        ended = new ActivationOutcome<>(activation.id(), activation.key(), outcome);
    }

    /** Whether it waits for an answer, and so has not ended. */
    boolean isPaused() {
        return thrown instanceof Paused;
    }

    /** Says how it ended before. */
    @SuppressWarnings("unchecked") // an outcome is of its agent's type
    void ended(Outcome<?> recorded) {
        end((Outcome<A>) recorded);
        thrown = null;
    }

    /** Whether it ended without having begun. */
    boolean isEnded() {
        return ended != null;
    }

    /** Waits on as it did. */
    void pause() {
        thrown = new Paused(reason -> {});
    }

    void cancelled(String reason) {
        if (thrown instanceof Paused paused) {
            paused.abandon(reason);
        }
        end(new Outcome.Cancelled<>(reason));
        thrown = null;
    }

    /** It could not be done: out of memory, say. */
    void failed(Throwable cause) {
        end(new Outcome.Failed<>(Failure.of(FailureKind.ENGINE_ERROR, cause)));
        thrown = cause;
    }

    /** How it ended, which it has. */
    ActivationOutcome<A> ended() {
        return Objects.requireNonNull(ended);
    }

    /** The live exception behind its outcome. */
    @Nullable
    Throwable thrown() {
        return thrown;
    }

    /** Gives it a place of its own in the tree of cancellation. */
    CancelNode at(CancelNode own) {
        node = own;
        return own;
    }

    /** Its own place in the tree of cancellation, which it has if it was handed to a crew. */
    CancelNode node() {
        return Objects.requireNonNull(node);
    }
}
