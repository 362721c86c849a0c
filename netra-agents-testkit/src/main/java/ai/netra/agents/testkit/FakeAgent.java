package ai.netra.agents.testkit;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentContext;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.InvalidDefinitionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An agent that does as a test says, call by call, and remembers what it was given.
 *
 * <pre>{@code
 * FakeAgent<Draft> draft = FakeAgent.builder(DRAFT).fails(new IOException("first")).returns(new Draft("second")).build();
 * FakeAgent<Draft> slow = FakeAgent.builder(DRAFT).waits(Duration.ofHours(1)).returns(new Draft("late")).build();
 * }</pre>
 *
 * <p>Each {@code returns}, {@code fails} or {@code answers} is the behavior of one call; the last one is that of all later calls. What stands before it
 * ({@code waits}, {@code emits}, {@code degrades}) is done first. Thread-safe; calls side by side are numbered in the order in which they begin.
 *
 * @param <O> the type of the output
 */
public final class FakeAgent<O> implements Agent<O> {
    private final AgentKey<O> key;
    private final List<Dependency<?>> dependencies;
    private final List<Body<O>> calls;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<AgentInput> inputs = new ArrayList<>();
    private final AtomicInteger interrupted = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();

    private FakeAgent(AgentKey<O> key, List<Dependency<?>> dependencies, List<Body<O>> calls) {
        this.key = key;
        this.dependencies = dependencies;
        this.calls = calls;
    }

    /** An agent that returns this on every call. */
    public static <O> FakeAgent<O> returning(AgentKey<O> key, O output) {
        return builder(key).returns(output).build();
    }

    /** An agent that throws this on every call. */
    public static <O> FakeAgent<O> failing(AgentKey<O> key, Exception failure) {
        return builder(key).fails(failure).build();
    }

    /** Says what an agent does. */
    public static <O> Builder<O> builder(AgentKey<O> key) {
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
    public O process(AgentInput input, AgentContext context) throws Exception {
        int call = begin(input);
        running.incrementAndGet();
        try {
            return calls.get(Math.min(call, calls.size() - 1)).process(input, context);
        } catch (InterruptedException e) {
            interrupted.incrementAndGet();
            throw e;
        } finally {
            running.decrementAndGet();
        }
    }

    private int begin(AgentInput input) {
        lock.lock();
        try {
            inputs.add(input);
            return inputs.size() - 1;
        } finally {
            lock.unlock();
        }
    }

    /** How often it was called. */
    public int calls() {
        return inputs().size();
    }

    /** How many calls have not returned. */
    public int running() {
        return running.get();
    }

    /** How many calls ended with an interrupt. */
    public int interrupted() {
        return interrupted.get();
    }

    /** What it was given, call by call. A copy. */
    public List<AgentInput> inputs() {
        lock.lock();
        try {
            return List.copyOf(inputs);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What it was given on its only call.
     *
     * @throws AssertionError unless it was called exactly once
     */
    public AgentInput input() {
        List<AgentInput> all = inputs();
        if (all.size() != 1) {
            throw new AssertionError("agent " + key.name() + " was called " + all.size() + " times, not once");
        }
        return all.getFirst();
    }

    @Override
    public String toString() {
        return "FakeAgent[" + key + ", " + calls() + " calls]";
    }

    /**
     * Says what a {@link FakeAgent} does. Not thread-safe.
     *
     * @param <O> the type of the output
     */
    public static final class Builder<O> {
        private final AgentKey<O> key;
        private final List<Dependency<?>> dependencies = new ArrayList<>();
        private final List<Body<O>> calls = new ArrayList<>();
        private @Nullable Preparation preparation;

        private Builder(AgentKey<O> key) {
            this.key = key;
        }

        /** Declares that it reads an output that must be there. */
        public Builder<O> requires(AgentKey<?> dependency) {
            dependencies.add(Dependency.required(dependency));
            return this;
        }

        /** Declares that it reads an output that may be there. */
        public Builder<O> reads(AgentKey<?> dependency) {
            dependencies.add(Dependency.optional(dependency));
            return this;
        }

        /** In the next call, first waits by the run's clock. */
        public Builder<O> waits(Duration duration) {
            return first((input, context) -> context.clock().sleep(duration));
        }

        /** In the next call, first says what it is about. */
        public Builder<O> emits(String thought) {
            return first((input, context) -> context.emit(thought));
        }

        /** In the next call, first marks its output as degraded. */
        public Builder<O> degrades(Failure cause) {
            return first((input, context) -> context.degrade(cause));
        }

        private Builder<O> first(Preparation next) {
            Preparation before = preparation;
            preparation = before == null
                    ? next
                    : (input, context) -> {
                        before.prepare(input, context);
                        next.prepare(input, context);
                    };
            return this;
        }

        /** Returns this. */
        public Builder<O> returns(O output) {
            return answers((input, context) -> output);
        }

        /** Throws this. */
        public Builder<O> fails(Exception failure) {
            return answers((input, context) -> {
                throw failure;
            });
        }

        /** Does this. */
        public Builder<O> answers(Body<O> body) {
            Preparation before = preparation;
            preparation = null;
            calls.add(
                    before == null
                            ? body
                            : (input, context) -> {
                                before.prepare(input, context);
                                return body.process(input, context);
                            });
            return this;
        }

        /**
         * The agent.
         *
         * @throws InvalidDefinitionException if it has nothing to return or throw, on any call or after its last preparation
         */
        public FakeAgent<O> build() {
            if (calls.isEmpty() || preparation != null) {
                throw new InvalidDefinitionException(
                        "fake agent " + key.name() + " has no end to its " + (calls.isEmpty() ? "first" : "last")
                                + " call; add returns(output), fails(exception) or answers(body)");
            }
            return new FakeAgent<>(key, List.copyOf(dependencies), List.copyOf(calls));
        }
    }

    /** What is done first in a call. */
    private interface Preparation {
        void prepare(AgentInput input, AgentContext context) throws Exception;
    }
}
