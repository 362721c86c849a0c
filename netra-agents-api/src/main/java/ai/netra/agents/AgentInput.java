package ai.netra.agents;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an agent works on, as data: the message, the attributes, the step before, and the outputs of its declared dependencies.
 *
 * <p>Immutable and thread-safe. The engine makes it; a test of an agent makes its own:
 *
 * <pre>{@code
 * AgentInput input = AgentInput.builder("hello").attribute("workload_id", "test-123").output(DRAFT, new Draft("hi")).build();
 * }</pre>
 */
public final class AgentInput {
    private final String message;
    private final Attributes attributes;
    private final @Nullable Object previous;
    private final List<ActivationOutcome<?>> outcomes;
    private final List<Dependency<?>> dependencies;

    private AgentInput(
            String message,
            Attributes attributes,
            @Nullable Object previous,
            List<ActivationOutcome<?>> outcomes,
            List<Dependency<?>> dependencies) {
        this.message = message;
        this.attributes = attributes;
        this.previous = previous;
        this.outcomes = outcomes;
        this.dependencies = dependencies;
    }

    /** A message and nothing else. */
    public static AgentInput of(String message) {
        return builder(message).build();
    }

    /** An input for an agent that is tested or called by hand. */
    public static Builder builder(String message) {
        return new Builder(message);
    }

    /** What the agent is asked: the run's message, or one that its orchestrator put in its place. */
    public String message() {
        return message;
    }

    /** The run's attributes. */
    public Attributes attributes() {
        return attributes;
    }

    /** The output of the step before in a sequence or loop, or the item in a for-each. */
    public Optional<Object> previous() {
        return Optional.ofNullable(previous);
    }

    /**
     * The output of the step before, or the item, as a type.
     *
     * @throws InvalidDefinitionException if there is one and it is of another type
     */
    public <T> Optional<T> previous(Class<T> type) {
        if (previous == null) {
            return Optional.empty();
        }
        if (!type.isInstance(previous)) {
            throw new InvalidDefinitionException("the step before gave a "
                    + previous.getClass().getName() + ", not a " + type.getName() + "; read it by its own type");
        }
        return Optional.of(type.cast(previous));
    }

    /**
     * The output of a required dependency.
     *
     * @throws InvalidDefinitionException if the agent did not declare it, or declared it optional and it has none
     */
    public <O> O output(AgentKey<O> key) {
        Outcome<O> outcome = outcomeOf(key);
        if (outcome instanceof Outcome.Succeeded<O> succeeded) {
            return succeeded.value();
        }
        if (outcome instanceof Outcome.Degraded<O> degraded) {
            return degraded.value();
        }
        throw new InvalidDefinitionException("agent " + key.name()
                + " gave no output here; read an optional dependency with find(key), or"
                + " declare it with Dependency.required");
    }

    /**
     * The output of a dependency, where it has one.
     *
     * @throws InvalidDefinitionException if the agent did not declare it
     */
    public <O> Optional<O> find(AgentKey<O> key) {
        Outcome<O> outcome = outcomeOf(key);
        return outcome == null ? Optional.empty() : outcome.output();
    }

    /**
     * How a dependency ended, where it has: for agents that report what failed or was skipped.
     *
     * @throws InvalidDefinitionException if the agent did not declare it
     */
    public <O> Optional<Outcome<O>> outcome(AgentKey<O> key) {
        return Optional.ofNullable(outcomeOf(key));
    }

    @SuppressWarnings("unchecked") // an outcome is of its key's type
    private <O> @Nullable Outcome<O> outcomeOf(AgentKey<O> key) {
        for (int i = 0; i < outcomes.size(); i++) {
            ActivationOutcome<?> candidate = outcomes.get(i);
            if (candidate.key().equals(key)) {
                return (Outcome<O>) candidate.outcome();
            }
        }
        for (Dependency<?> dependency : dependencies) {
            if (dependency.key().equals(key)) {
                return null;
            }
        }
        throw new InvalidDefinitionException("output of agent " + key
                + " was read but not declared; add Dependency.required or Dependency.optional of that key to"
                + " dependencies()");
    }

    /** The first required dependency that has no output, where there is one. An engine does not call an agent on such an input. */
    public Optional<AgentKey<?>> unmet() {
        for (int i = 0; i < dependencies.size(); i++) {
            Dependency<?> dependency = dependencies.get(i);
            if (dependency.isRequired() && find(dependency.key()).isEmpty()) {
                return Optional.of(dependency.key());
            }
        }
        return Optional.empty();
    }

    /** The outcomes of declared dependencies, in declared order; those that took no part are not in it. */
    public List<ActivationOutcome<?>> outcomes() {
        return outcomes;
    }

    /**
     * What an activation works on, of an orchestrator that was given this input: what the activation is told, else what the orchestrator was, and what its
     * agent reads. For engines.
     *
     * @param declared the agent's dependencies
     * @param reads the outcomes of those that have one, in declared order
     * @param progress of the orchestrator
     */
    public AgentInput of(
            Activation<?> activation,
            List<Dependency<?>> declared,
            List<ActivationOutcome<?>> reads,
            Progress progress) {
        return new AgentInput(
                activation.messageOr(message),
                attributes,
                activation.previousOr(previous, progress),
                List.copyOf(reads),
                List.copyOf(declared));
    }

    /** A changed copy: everything of this input, under another message. */
    public AgentInput withMessage(String newMessage) {
        return new AgentInput(newMessage, attributes, previous, outcomes, dependencies);
    }

    /** The message's length, not its text: prompts stay out of logs. */
    @Override
    public String toString() {
        return "AgentInput[message of " + message.length() + " characters, " + attributes + ", reads " + outcomes.size()
                + " outcomes]";
    }

    /** Builds an {@link AgentInput}. */
    public static final class Builder {
        private final String message;
        private Attributes attributes = Attributes.empty();
        private @Nullable Object previous;
        private List<ActivationOutcome<?>> outcomes = List.of();
        private List<Dependency<?>> dependencies = List.of();

        private Builder(String message) {
            this.message = Objects.requireNonNull(message, "message");
        }

        /** Adds an attribute. See {@link Attributes#with}. */
        public Builder attribute(String name, Object value) {
            attributes = attributes.with(name, value);
            return this;
        }

        /** Sets all attributes. */
        public Builder attributes(Attributes newAttributes) {
            attributes = newAttributes;
            return this;
        }

        /** Sets the value of the step before, or the item. */
        public Builder previous(Object value) {
            previous = Objects.requireNonNull(value, "previous");
            return this;
        }

        /** Declares what may be read, beyond the outcomes added here. */
        public Builder dependencies(List<Dependency<?>> declared) {
            dependencies = List.copyOf(declared);
            return this;
        }

        /** Adds the output of a dependency. */
        public <O> Builder output(AgentKey<O> key, O output) {
            return outcome(ActivationId.of(key), key, new Outcome.Succeeded<>(output));
        }

        /** Adds the outcome of a dependency. */
        public <O> Builder outcome(ActivationId id, AgentKey<O> key, Outcome<O> outcome) {
            return outcome(new ActivationOutcome<>(id, key, outcome));
        }

        /** Adds the outcome of a dependency. */
        public Builder outcome(ActivationOutcome<?> outcome) {
            if (outcomes.isEmpty()) {
                outcomes = List.of(outcome); // most agents read one
            } else {
                if (outcomes.size() == 1) {
                    outcomes = new ArrayList<>(outcomes);
                }
                outcomes.add(outcome);
            }
            return this;
        }

        /** The input. */
        public AgentInput build() {
            return new AgentInput(message, attributes, previous, List.copyOf(outcomes), dependencies);
        }
    }
}
