package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Progress;
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
 * <p>Immutable and thread-safe, as far as table and functions are.
 *
 * @param <O> the type of the output
 */
public final class SupervisorOrchestrator<O> extends WiredOrchestrator<O> {
    private final Routing<O> routing;

    private SupervisorOrchestrator(Wiring<O> wiring, Routing<O> routing) {
        super(wiring);
        this.routing = routing;
    }

    /** Builds one; {@link Builder#endingIn} ends it. */
    public static <O> Builder<O> of(AgentKey<O> key) {
        return new Builder<>(key);
    }

    @Override
    public Decision<O> decide(Progress progress) {
        return routing.decide(progress);
    }

    /**
     * Builds a {@link SupervisorOrchestrator}. Not thread-safe.
     *
     * @param <O> the type of the output
     */
    public static final class Builder<O> extends WiredBuilder<O, Builder<O>> {
        private @Nullable WorkflowTable table;
        private @Nullable Function<? super Progress, ? extends O> fallback;

        private Builder(AgentKey<O> key) {
            super(key);
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
            if (fallback == null) {
                wiring.registered(last, "register it, or set a fallback");
                if (rows != null
                        && rows.rows().stream().noneMatch(row -> row.agents().contains(last))) {
                    throw new InvalidDefinitionException(
                            "supervisor " + wiring.key().name() + " ends in " + last
                                    + ", which no row of its table names; add it to a row, or set a fallback");
                }
            }
            return new SupervisorOrchestrator<>(wiring, new TeamRouting<>(wiring, table, last, fallback));
        }
    }
}
