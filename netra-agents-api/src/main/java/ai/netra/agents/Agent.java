package ai.netra.agents;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A unit of work with a name, a typed output and declared inputs. Implement me.
 *
 * <p>An agent is stateless: one instance serves every user and every run at once, so it keeps nothing between calls and takes whatever it needs from
 * its {@link AgentInput} (data) and its {@link AgentContext} (capability). What it returns is its output, kept in a slot of its own; agents cannot
 * write each other's.
 *
 * <pre>{@code
 * static final AgentKey<Draft>  DRAFT  = AgentKey.of("draft", Draft.class);
 * static final AgentKey<Review> REVIEW = AgentKey.of("review", Review.class);
 *
 * Agent<Draft>  draft  = Agent.of(DRAFT, (input, context) -> new Draft(input.message()));
 * Agent<Review> review = Agent.of(REVIEW, DRAFT, (d, input, context) -> new Review(d.text()));
 * }</pre>
 *
 * @param <O> the type of the output
 */
public interface Agent<O> {
    /** The name and output type. The same on every call. */
    AgentKey<O> key();

    /** What the agent does, in a sentence; empty by default. Routers and reports show it. */
    default String description() {
        return "";
    }

    /** The version of the agent's behavior; {@code "1"} by default. Raise it when the same input may give another output. */
    default String version() {
        return "1";
    }

    /** The outputs this agent reads; none by default. The same on every call. Reading any other one fails. */
    default List<Dependency<?>> dependencies() {
        return List.of();
    }

    /** What the engine does around this agent's work; nothing by default. The same on every call. */
    default ActivationPolicy<O> policy() {
        return ActivationPolicy.none();
    }

    /**
     * This agent under another policy, made from the one it has. Same key, same work.
     *
     * @throws InvalidDefinitionException if a fallback produces another type, or requires an output that this agent does not read
     */
    default Agent<O> with(UnaryOperator<ActivationPolicy<O>> change) {
        return new PolicyAgent<>(this, change.apply(policy()));
    }

    /**
     * Does the work, on a thread of the run. It may block; on interrupt it should stop at once and throw.
     *
     * @param input what to work on
     * @param context what to work with, valid until this method returns and on this thread only
     * @return the output, never null; immutable, since it is read by others while it is kept
     * @throws Exception any failure; it becomes {@link Outcome.Failed}, or {@link Outcome.Cancelled} and {@link Outcome.TimedOut} where the engine
     *     interrupted the call
     */
    O process(AgentInput input, AgentContext context) throws Exception;

    /** An agent without dependencies. */
    static <O> Agent<O> of(AgentKey<O> key, Body<O> body) {
        Objects.requireNonNull(body, "body");
        return new FunctionAgent<>(key, List.of(), body);
    }

    /** An agent that requires one output, which it is handed. */
    static <D, O> Agent<O> of(AgentKey<O> key, AgentKey<D> reads, ReadingBody<D, O> body) {
        Objects.requireNonNull(body, "body");
        return new FunctionAgent<>(
                key,
                List.of(Dependency.required(reads)),
                (input, context) -> body.process(input.output(reads), input, context));
    }

    /** An agent that reads any number of outputs, through {@link AgentInput#output} and {@link AgentInput#find}. */
    static <O> Agent<O> of(AgentKey<O> key, List<Dependency<?>> dependencies, Body<O> body) {
        Objects.requireNonNull(body, "body");
        return new FunctionAgent<>(key, List.copyOf(dependencies), body);
    }

    /**
     * The work of an agent as a function.
     *
     * @param <O> the type of the output
     */
    @FunctionalInterface
    interface Body<O> {
        /** As {@link Agent#process}. */
        O process(AgentInput input, AgentContext context) throws Exception;
    }

    /**
     * The work of an agent that is handed the one output it requires.
     *
     * @param <D> the type of the output read
     * @param <O> the type of the output
     */
    @FunctionalInterface
    interface ReadingBody<D, O> {
        /** As {@link Agent#process}, with the output read first. */
        O process(D dependency, AgentInput input, AgentContext context) throws Exception;
    }
}
