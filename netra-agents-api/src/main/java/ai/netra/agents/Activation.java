package ai.netra.agents;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of an agent that a decision asks for: the agent, an id that is unique in the orchestrator's scope, and what it is told.
 *
 * <p>What it is not told it takes from the orchestrator's own input: message, attributes and the previous value. Outputs of dependencies are pinned when the decision is
 * recorded: for each declared key the latest one then present. Immutable; each method returns a changed copy.
 *
 * @param <O> the type of the agent's output
 */
public final class Activation<O> {
    private final AgentKey<O> key;
    private final @Nullable Agent<O> agent;
    private final ActivationId id;
    private final @Nullable String message;
    private final @Nullable Object previous;
    private final @Nullable AgentKey<?> previousOf;
    private final @Nullable Duration timeout;
    private final String skipReason;

    private Activation(
            AgentKey<O> key,
            @Nullable Agent<O> agent,
            ActivationId id,
            @Nullable String message,
            @Nullable Object previous,
            @Nullable AgentKey<?> previousOf,
            @Nullable Duration timeout,
            String skipReason) {
        this.key = key;
        this.agent = agent;
        this.id = id;
        this.message = message;
        this.previous = previous;
        this.previousOf = previousOf;
        this.timeout = timeout;
        this.skipReason = skipReason;
    }

    /** Calls an agent, under its own name as the id. */
    public static <O> Activation<O> of(Agent<O> agent) {
        AgentKey<O> key = agent.key();
        return new Activation<>(key, agent, key.firstActivation(), null, null, null, null, "");
    }

    /** Records that an agent is not called, and why; its outcome is {@link Outcome.Skipped}. The agent need not exist. */
    public static <O> Activation<O> skip(AgentKey<O> key, String reason) {
        return new Activation<>(key, null, key.firstActivation(), null, null, null, null, reason);
    }

    /** With another id, for later rounds and items. */
    public Activation<O> id(ActivationId newId) {
        return new Activation<>(key, agent, newId, message, previous, previousOf, timeout, skipReason);
    }

    /** With a message of its own in place of the orchestrator's. */
    public Activation<O> message(String newMessage) {
        return new Activation<>(key, agent, id, newMessage, previous, previousOf, timeout, skipReason);
    }

    /** With a value for {@link AgentInput#previous()}: the output of the step before, or an item. */
    public Activation<O> previous(Object newPrevious) {
        return new Activation<>(key, agent, id, message, newPrevious, null, timeout, skipReason);
    }

    /** With the newest output of an agent in this scope for {@link AgentInput#previous()}, if it has one when the activation starts. */
    public Activation<O> previousOutputOf(AgentKey<?> before) {
        return new Activation<>(key, agent, id, message, null, before, timeout, skipReason);
    }

    /**
     * With a time limit of its own, which only ever shortens those of the run.
     *
     * @throws InvalidDefinitionException if the limit is zero or negative
     */
    public Activation<O> timeout(Duration newTimeout) {
        return new Activation<>(
                key,
                agent,
                id,
                message,
                previous,
                previousOf,
                Limits.positive("timeout of activation " + id, newTimeout),
                skipReason);
    }

    /** The agent's key. */
    public AgentKey<O> key() {
        return key;
    }

    /** The agent to call; absent for a skipped one. */
    public Optional<Agent<O>> agent() {
        return Optional.ofNullable(agent);
    }

    /** The id, unique in the orchestrator's scope. */
    public ActivationId id() {
        return id;
    }

    /** A message of its own, where the decision gave one. */
    public Optional<String> message() {
        return Optional.ofNullable(message);
    }

    /** The value for {@link AgentInput#previous()}, where the decision gave one. */
    public Optional<Object> previous() {
        return Optional.ofNullable(previous);
    }

    /** The agent whose newest output is {@link AgentInput#previous()}, where the decision named one. */
    public Optional<AgentKey<?>> previousOutputOf() {
        return Optional.ofNullable(previousOf);
    }

    String messageOr(String other) {
        return message == null ? other : message;
    }

    @Nullable
    Object previousOr(@Nullable Object other, Progress progress) {
        Object own = previous;
        if (previousOf != null) {
            own = progress.newestOutput(previousOf);
        }
        return own == null ? other : own;
    }

    /** A time limit of its own, where the decision gave one. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Why the agent is not called; present exactly for {@link #skip}. */
    public Optional<String> skipReason() {
        return agent == null ? Optional.of(skipReason) : Optional.empty();
    }

    @Override
    public String toString() {
        return agent == null ? "Activation[" + id + " skipped: " + skipReason + "]" : "Activation[" + id + "]";
    }
}
