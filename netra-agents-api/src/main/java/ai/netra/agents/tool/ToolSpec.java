package ai.netra.agents.tool;

import ai.netra.agents.InvalidDefinitionException;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a tool is called, is for, and takes. Immutable and thread-safe. */
public final class ToolSpec {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final String name;
    private final String description;
    private final JsonSchema arguments;
    private final @Nullable Duration timeout;
    private final ToolEffect effect;
    private final @Nullable ToolApproval approval;
    private final Concurrency concurrency;
    private final Set<ToolLabel> labels;

    /** Whether a tool may be called beside others that a model asks for in the same answer. */
    public enum Concurrency {
        /** Where it only reads. */
        BY_EFFECT,
        /** Always. */
        CONCURRENT,
        /** Never. */
        IN_ORDER
    }

    private ToolSpec(
            String name,
            String description,
            JsonSchema arguments,
            @Nullable Duration timeout,
            ToolEffect effect,
            @Nullable ToolApproval approval,
            Concurrency concurrency,
            Set<ToolLabel> labels) {
        this.name = name;
        this.description = description;
        this.arguments = arguments;
        this.timeout = timeout;
        this.effect = effect;
        this.approval = approval;
        this.concurrency = concurrency;
        this.labels = labels;
    }

    /**
     * A tool's specification.
     *
     * @param name 1 to 64 letters, digits, {@code _} or {@code -}: what every provider accepts
     * @param description what the tool does and when to use it, for the model
     * @param arguments the schema of the arguments, an object
     * @throws InvalidDefinitionException if the name is malformed or the description blank
     */
    public static ToolSpec of(String name, String description, JsonSchema arguments) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidDefinitionException(
                    "tool name '" + name + "' is malformed; use 1 to 64 letters, digits, '_' or '-'");
        }
        if (description.isBlank()) {
            throw new InvalidDefinitionException(
                    "tool '" + name + "' has no description; say what it does and when to use it");
        }
        return new ToolSpec(name, description, arguments, null, ToolEffect.ONCE, null, Concurrency.BY_EFFECT, Set.of());
    }

    /**
     * With a time limit of its own, which only ever shortens the run's.
     *
     * @throws InvalidDefinitionException if it is zero or negative
     */
    public ToolSpec timeout(Duration newTimeout) {
        if (newTimeout.isZero() || newTimeout.isNegative()) {
            throw new InvalidDefinitionException(
                    "timeout of tool '" + name + "' is " + newTimeout + "; use a positive duration");
        }
        return new ToolSpec(name, description, arguments, newTimeout, effect, approval, concurrency, labels);
    }

    /** With another effect than {@link ToolEffect#ONCE}. */
    public ToolSpec effect(ToolEffect newEffect) {
        return new ToolSpec(name, description, arguments, timeout, newEffect, approval, concurrency, labels);
    }

    /** With people asked before each call; nobody is by default. */
    public ToolSpec approval(ToolApproval newApproval) {
        return new ToolSpec(name, description, arguments, timeout, effect, newApproval, concurrency, labels);
    }

    /** With calls made beside others of the same answer, or in their order, whatever the effect. */
    public ToolSpec concurrency(Concurrency newConcurrency) {
        return new ToolSpec(name, description, arguments, timeout, effect, approval, newConcurrency, labels);
    }

    /** With labels, besides those it has. */
    public ToolSpec label(ToolLabel... more) {
        Set<ToolLabel> all = EnumSet.noneOf(ToolLabel.class);
        all.addAll(labels);
        all.addAll(List.of(more));
        Set<ToolLabel> unchanging = Collections.unmodifiableSet(all);
        return new ToolSpec(name, description, arguments, timeout, effect, approval, concurrency, unchanging);
    }

    /** The name the tool is called by. */
    public String name() {
        return name;
    }

    /** What it does and when to use it. */
    public String description() {
        return description;
    }

    /** The schema of its arguments. */
    public JsonSchema arguments() {
        return arguments;
    }

    /** A time limit of its own, where it has one. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** What calling it does to the world; {@link ToolEffect#ONCE} by default. */
    public ToolEffect effect() {
        return effect;
    }

    /** How people are asked before each call, where they are. */
    public Optional<ToolApproval> approval() {
        return Optional.ofNullable(approval);
    }

    /** Whether it may be called beside others that a model asks for in the same answer: by default where it has the effect {@link ToolEffect#READ}. */
    public boolean concurrent() {
        return switch (concurrency) {
            case BY_EFFECT -> effect == ToolEffect.READ;
            case CONCURRENT -> true;
            case IN_ORDER -> false;
        };
    }

    /** What is to be known of it by who guards its calls; nothing by default. */
    public Set<ToolLabel> labels() {
        return labels;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ToolSpec that
                && name.equals(that.name)
                && description.equals(that.description)
                && arguments.equals(that.arguments)
                && timeout().equals(that.timeout())
                && effect == that.effect
                && approval().equals(that.approval())
                && concurrency == that.concurrency
                && labels.equals(that.labels);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return "ToolSpec[" + name + "]";
    }
}
