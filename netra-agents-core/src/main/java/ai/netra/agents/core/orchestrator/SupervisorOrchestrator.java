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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A team of agents, each started as soon as all that it reads is there, along a route that a {@link WorkflowTable} picks from what has happened.
 * Without a table every agent takes part.
 *
 * <p>An agent waits for those of the route that it declared, required or optional. One that is not registered is skipped, and so is one that requires
 * the output of an agent that gave none. An agent that fails degrades the result and stops only those that require it. When all of the route have
 * ended, the output is that of the agent it ends in; where that one gave none, it is the fallback's.
 *
 * <pre>{@code
 * var supervisor = SupervisorOrchestrator.of(AgentKey.of("supervisor", Report.class))
 *         .agent(triage).agent(data).agent(reporting)
 *         .workflow(table)
 *         .fallback(BuiltInReport::of)
 *         .endingIn(REPORTING);
 * }</pre>
 *
 * <p>Immutable and thread-safe, as far as table and fallback are.
 *
 * @param <O> the type of the output
 */
public final class SupervisorOrchestrator<O> implements Orchestrator<O> {
    private final AgentKey<O> key;
    private final List<Agent<?>> agents;
    private final Map<AgentKey<?>, Agent<?>> byKey;
    private final List<Dependency<?>> dependencies;
    private final WorkflowTable table;
    private final AgentKey<O> last;
    private final Optional<Function<? super Progress, ? extends O>> fallback;

    private SupervisorOrchestrator(Builder<O> builder, AgentKey<O> last) {
        this.key = builder.key;
        this.agents = builder.wiring.agents();
        this.byKey = new LinkedHashMap<>();
        agents.forEach(agent -> byKey.put(agent.key(), agent));
        this.dependencies = builder.wiring.dependencies();
        this.table = builder.table == null
                ? WorkflowTable.builder()
                        .otherwise("all", agents.stream().map(Agent::key).toArray(AgentKey<?>[]::new))
                : builder.table;
        this.last = last;
        this.fallback = Optional.ofNullable(builder.fallback);
    }

    /** Builds one; {@link Builder#endingIn} ends it. */
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
        return agents;
    }

    @Override
    public Decision<O> decide(Progress progress) {
        List<AgentKey<?>> row = table.row(progress).agents();
        Set<AgentKey<?>> route = new HashSet<>(row);
        List<Activation<?>> starts = new ArrayList<>();
        for (AgentKey<?> next : row) {
            if (!progress.isStarted(ActivationId.of(next))) {
                activation(next, route, progress).ifPresent(starts::add);
            }
        }
        if (!starts.isEmpty()) {
            return Decision.start(starts);
        }
        return progress.running() > 0 ? Decision.await() : conclude(progress);
    }

    /** What becomes of an agent whose turn may have come; empty while it has to wait. */
    private Optional<Activation<?>> activation(AgentKey<?> next, Set<AgentKey<?>> route, Progress progress) {
        Agent<?> agent = byKey.get(next);
        if (agent == null) {
            return Optional.of(Activation.skip(next, "agent " + next.name() + " is not registered"));
        }
        for (Dependency<?> dependency : agent.dependencies()) {
            if (route.contains(dependency.key())
                    && progress.latest(dependency.key()).isEmpty()) {
                return Optional.empty();
            }
        }
        for (Dependency<?> dependency : agent.dependencies()) {
            if (dependency.isRequired() && !isThere(dependency.key(), progress)) {
                return Optional.of(Activation.skip(
                        next, "requires " + dependency.key().name() + ", which " + state(dependency, progress)));
            }
        }
        return Optional.of(Activation.of(agent));
    }

    private static boolean isThere(AgentKey<?> dependency, Progress progress) {
        return progress.readable(dependency)
                .flatMap(read -> read.outcome().output())
                .isPresent();
    }

    private static String state(Dependency<?> dependency, Progress progress) {
        return progress.latest(dependency.key())
                .map(outcome -> "ended " + outcome.label())
                .orElse("takes no part in this route");
    }

    private Decision<O> conclude(Progress progress) {
        Optional<O> output = progress.output(last);
        if (output.isPresent()) {
            return Decision.finish(output.get());
        }
        if (fallback.isPresent()) {
            return Decision.finish(fallback.get().apply(progress));
        }
        return Decision.fail(progress.outcomes().stream()
                .flatMap(ended -> ended.outcome().failure().stream())
                .findFirst()
                .orElseGet(() -> Failure.of(
                        FailureKind.UNMET_DEPENDENCY,
                        "agent " + last.name() + " gave no output: "
                                + progress.latest(last).map(Outcome::label).orElse("it takes no part in this route"))));
    }

    /**
     * Builds a {@link SupervisorOrchestrator}. Not thread-safe.
     *
     * @param <O> the type of the output
     */
    public static final class Builder<O> {
        private final AgentKey<O> key;
        private final Wiring wiring;
        private @Nullable WorkflowTable table;
        private @Nullable Function<? super Progress, ? extends O> fallback;

        private Builder(AgentKey<O> key) {
            this.key = key;
            this.wiring = new Wiring(key);
        }

        /**
         * Registers an agent.
         *
         * @throws InvalidDefinitionException if another one has its name
         */
        public Builder<O> agent(Agent<?> agent) {
            wiring.add(agent);
            return this;
        }

        /** Declares what the supervisor itself reads, for its agents to read. */
        public Builder<O> reads(Dependency<?> dependency) {
            wiring.reads(dependency);
            return this;
        }

        /** Sets which agents take part when; by default all do. */
        public Builder<O> workflow(WorkflowTable newTable) {
            table = newTable;
            return this;
        }

        /** Sets a pure function that makes the output where the agent it should come from gave none. */
        public Builder<O> fallback(Function<? super Progress, ? extends O> newFallback) {
            fallback = newFallback;
            return this;
        }

        /**
         * Sets the agent whose output is the supervisor's, and builds it.
         *
         * @throws InvalidDefinitionException if there is no agent; if dependencies go in a circle or are read as another type than they are produced;
         *     if without a table an agent requires what nobody produces; or if no row of the table leads to the last agent and there is no fallback
         */
        public SupervisorOrchestrator<O> endingIn(AgentKey<O> last) {
            wiring.notEmpty("register one with agent(...)");
            wiring.acyclic();
            if (table == null) {
                wiring.produced();
            }
            wiring.means(last, "as the one it ends in");
            WorkflowTable rows = table;
            if (rows != null) {
                rows.rows().forEach(row -> row.agents().forEach(named -> wiring.means(named, "in row " + row.name())));
            }
            if (fallback == null
                    && wiring.agents().stream().noneMatch(agent -> agent.key().equals(last))) {
                throw new InvalidDefinitionException("supervisor " + key.name() + " ends in " + last
                        + ", which is not registered; register it, or set a fallback");
            }
            if (fallback == null
                    && rows != null
                    && rows.rows().stream().noneMatch(row -> row.agents().contains(last))) {
                throw new InvalidDefinitionException("supervisor " + key.name() + " ends in " + last
                        + ", which no row of its table names; add it to a row, or set a fallback");
            }
            return new SupervisorOrchestrator<>(this, last);
        }
    }
}
