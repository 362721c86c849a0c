package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Progress;
import ai.netra.agents.RouterDecision;
import ai.netra.agents.RouterTurn;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A team of agents under one head, which is one of three:
 *
 * <ul>
 *   <li><b>nobody</b>: every agent takes part, and each starts as soon as all that it reads has ended;
 *   <li><b>a {@link WorkflowTable}</b>: the same, along a route that the table picks from what has happened;
 *   <li><b>a router</b>: an agent that is asked after each outcome what to do next, and answers with a {@link RouterDecision}.
 * </ul>
 *
 * <p><b>Without a router</b> an agent waits for those of the route that it declared, required or optional. One that is not registered is skipped, and so
 * is one that requires the output of an agent that gave none. An agent that fails degrades the result and stops only those that require it. When all of
 * the route have ended, the output is that of the agent it ends in; where that one gave none, it is the fallback's.
 *
 * <pre>{@code
 * var supervisor = SupervisorOrchestrator.of(AgentKey.of("supervisor", Report.class))
 *         .agent(triage).agent(data).agent(reporting)
 *         .workflow(table)
 *         .fallback(BuiltInReport::of)
 *         .endingIn(REPORTING);
 * }</pre>
 *
 * <p><b>With a router</b> one agent runs at a time, as often as the router calls it, under the ids {@code data}, {@code data~2} and so on. The router sees
 * what has happened as a {@link RouterTurn}. An agent that fails degrades the result, and the router decides what follows. An answer that cannot be
 * carried out goes back to it as feedback. It fails when the router fails or gives up, and when one of these bounds is met:
 *
 * <table>
 * <caption>Bounds of a router</caption>
 * <tr><th>bound</th><th>default</th><th>met as</th></tr>
 * <tr><td>answers in all ({@link RouterBuilder#picks})</td><td>25</td><td>limit exceeded, {@code picks}</td></tr>
 * <tr><td>unusable answers in a row ({@link RouterBuilder#rejections})</td><td>3</td>
 *   <td>invalid output: {@code unknown_agent}, {@code unmet_dependency}, {@code unreadable} or {@code repeats}</td></tr>
 * <tr><td>equal calls in a row ({@link RouterBuilder#repeats})</td><td>3</td>
 *   <td>the third is feedback, a fourth is limit exceeded, {@code repeats}</td></tr>
 * </table>
 *
 * <pre>{@code
 * var supervisor = SupervisorOrchestrator.of(AgentKey.of("supervisor", Report.class))
 *         .agent(data).agent(optimization).agent(reporting)
 *         .router(LlmRouter::of)
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
         * Lets an agent decide which of the others runs next.
         *
         * @throws InvalidDefinitionException as {@link #router(Function)}
         */
        public RouterBuilder<O> router(Agent<RouterDecision> router) {
            return router(agents -> router);
        }

        /**
         * Lets an agent decide which of the others runs next.
         *
         * @param making makes the router, from the agents it may call
         * @throws InvalidDefinitionException if there are none, one has its name, there is a table or a fallback as well, dependencies are met by nobody,
         *     by another type or only in a circle, or the router requires what one of the others produces
         */
        public RouterBuilder<O> router(Function<? super List<Agent<?>>, ? extends Agent<RouterDecision>> making) {
            if (table != null || fallback != null) {
                throw new InvalidDefinitionException(
                        "supervisor " + wiring.key().name() + " has a router and a "
                                + (table == null ? "fallback" : "workflow table")
                                + "; drop one of them: a router decides the route, and where it gives up there is no"
                                + " output");
            }
            wiring.notEmpty("register one with agent(...)");
            Agent<RouterDecision> router = making.apply(wiring.agents());
            wiring.producedEarlier(router);
            wiring.add(router);
            wiring.produced();
            wiring.startable();
            return new RouterBuilder<>(wiring, router);
        }

        /**
         * Sets the agent whose output is the supervisor's, and builds it.
         *
         * @throws InvalidDefinitionException if there is no agent; if dependencies go in a circle or are read as another type than they are produced;
         *     if an agent requires what nobody produces, no row of the table names and the supervisor does not read; or if no row of the table leads to
         *     the last agent and there is no fallback
         */
        public SupervisorOrchestrator<O> endingIn(AgentKey<O> last) {
            wiring.notEmpty("register one with agent(...)");
            wiring.acyclic();
            WorkflowTable rows = table;
            wiring.produced(
                    rows == null
                            ? List.of()
                            : rows.rows().stream()
                                    .flatMap(row -> row.agents().stream())
                                    .toList());
            wiring.means(last, "is the one it ends in");
            if (rows != null) {
                rows.rows()
                        .forEach(row ->
                                row.agents().forEach(named -> wiring.means(named, "is named in row " + row.name())));
            }
            if (fallback == null) {
                wiring.registered(last, "is the one it ends in", "register it, or set a fallback");
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

    /**
     * Builds a {@link SupervisorOrchestrator} with a router. Not thread-safe.
     *
     * @param <O> the type of the output
     */
    public static final class RouterBuilder<O> {
        private final Wiring<O> wiring;
        private final Agent<RouterDecision> router;
        private int picks = 25;
        private int rejections = 3;
        private int repeats = 3;

        private RouterBuilder(Wiring<O> wiring, Agent<RouterDecision> router) {
            this.wiring = wiring;
            this.router = router;
        }

        /**
         * Sets how many answers the router may give, the one to finish included; 25 by default.
         *
         * @throws InvalidDefinitionException if it is less than one
         */
        public RouterBuilder<O> picks(int most) {
            picks = positive("picks", most);
            return this;
        }

        /**
         * Sets how many answers in a row that cannot be carried out end it as failed; 3 by default, so that the router may mend an answer twice.
         *
         * @throws InvalidDefinitionException if it is less than one
         */
        public RouterBuilder<O> rejections(int most) {
            rejections = positive("rejections", most);
            return this;
        }

        /**
         * Sets which call in a row of the same agent with the same message is not made but handed back to the router; the third by default. If the
         * router insists, it has failed.
         *
         * @throws InvalidDefinitionException if it is less than one
         */
        public RouterBuilder<O> repeats(int most) {
            repeats = positive("repeats", most);
            return this;
        }

        private int positive(String what, int value) {
            return Wiring.positive(what + " of supervisor " + wiring.key().name(), value);
        }

        /**
         * Sets the agent whose newest output is the supervisor's when the router finishes, and builds it. Where it has none, it runs then; if it fails,
         * the router is asked what to do.
         *
         * @throws InvalidDefinitionException if it is not registered
         */
        public SupervisorOrchestrator<O> endingIn(AgentKey<O> last) {
            wiring.registered(last, "is the one it ends in", "register it, or end with a function");
            return build(new RouterRouting.Ending.InAgent<>(last));
        }

        /** Sets the pure function that makes the output when the router finishes, of its last answer and of what has happened, and builds it. */
        public SupervisorOrchestrator<O> endingWith(
                BiFunction<? super RouterDecision.Finish, ? super Progress, ? extends O> output) {
            return build(new RouterRouting.Ending.WithFunction<>(output));
        }

        private SupervisorOrchestrator<O> build(RouterRouting.Ending<O> ending) {
            RouterRouting.Bounds bounds = new RouterRouting.Bounds(picks, rejections, repeats);
            return new SupervisorOrchestrator<>(wiring, new RouterRouting<>(wiring, router, bounds, ending));
        }
    }
}
