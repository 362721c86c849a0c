package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Dependency;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts each agent of a route as soon as all that it reads has ended. */
final class TeamRouting<O> implements Routing<O> {
    private final @Nullable WorkflowTable table;
    private final List<Route> routes;
    private final AgentKey<O> last;
    private final @Nullable Function<? super Progress, ? extends O> fallback;

    TeamRouting(
            Wiring<O> wiring,
            @Nullable WorkflowTable table,
            AgentKey<O> last,
            @Nullable Function<? super Progress, ? extends O> fallback) {
        this.table = table;
        this.last = last;
        this.fallback = fallback;
        this.routes = table == null
                ? List.of(Route.of(
                        wiring,
                        wiring.agents().stream().<AgentKey<?>>map(Agent::key).toList()))
                : table.rows().stream()
                        .map(row -> Route.of(wiring, row.agents()))
                        .toList();
    }

    @Override
    public Decision<O> decide(Progress progress) {
        List<Activation<?>> starts = new ArrayList<>(4);
        for (Member member : candidates(progress)) {
            if (!progress.isStarted(member.start.id()) && member.isFree(progress)) {
                starts.add(member.activation(progress));
            }
        }
        if (!starts.isEmpty()) {
            return Decision.start(starts);
        }
        return progress.running() > 0 ? Decision.await() : conclude(progress);
    }

    /** Those whose turn may have come: with a table, which may have changed the route, all of the row; without one, who reads what has just ended. */
    private List<Member> candidates(Progress progress) {
        if (table != null) {
            return routes.get(table.index(progress)).members;
        }
        Route everybody = routes.getFirst();
        int ended = progress.ended();
        return ended == 0
                ? everybody.members
                : everybody.readers.getOrDefault(
                        progress.outcomes().get(ended - 1).key(), List.of());
    }

    private Decision<O> conclude(Progress progress) {
        Optional<O> output = progress.output(last);
        if (output.isPresent()) {
            return Decision.finish(output.get());
        }
        if (fallback != null) {
            return Decision.finish(fallback.apply(progress));
        }
        for (ActivationOutcome<?> ended : progress.outcomes()) {
            Optional<Failure> failure = ended.outcome().failure();
            if (failure.isPresent() && Ended.output(ended.outcome()) == null) { // one that is degraded has both
                return Decision.fail(failure.get());
            }
        }
        return Decision.fail(Failure.of(
                FailureKind.UNMET_DEPENDENCY,
                "agent " + last.name() + " gave no output: "
                        + progress.latest(last).map(Outcome::label).orElse("it takes no part in this route")));
    }

    /** The agents that take part, and who of them reads whom. */
    private record Route(List<Member> members, Map<AgentKey<?>, List<Member>> readers) {
        static Route of(Wiring<?> wiring, List<AgentKey<?>> keys) {
            Set<AgentKey<?>> route = new HashSet<>(keys);
            List<Member> members = new ArrayList<>();
            Map<AgentKey<?>, List<Member>> readers = new HashMap<>();
            for (AgentKey<?> key : keys) {
                Member member = Member.of(wiring.agent(key), key, route);
                members.add(member);
                member.awaits.forEach(read ->
                        readers.computeIfAbsent(read, k -> new ArrayList<>()).add(member));
            }
            return new Route(members, readers);
        }
    }

    /** An agent of a route, and those of the route that it waits for. */
    private record Member(Activation<?> start, List<AgentKey<?>> awaits, List<AgentKey<?>> requires) {
        static Member of(Optional<Agent<?>> agent, AgentKey<?> key, Set<AgentKey<?>> route) {
            if (agent.isEmpty()) {
                return new Member(
                        Activation.skip(key, "agent " + key.name() + " is not registered"), List.of(), List.of());
            }
            List<AgentKey<?>> awaits = new ArrayList<>();
            List<AgentKey<?>> requires = new ArrayList<>();
            for (Dependency<?> dependency : agent.get().dependencies()) {
                if (route.contains(dependency.key())) {
                    awaits.add(dependency.key());
                }
                if (dependency.isRequired()) {
                    requires.add(dependency.key());
                }
            }
            return new Member(Activation.of(agent.get()), awaits, requires);
        }

        /** Whether all that it waits for has ended. */
        boolean isFree(Progress progress) {
            for (AgentKey<?> awaited : awaits) {
                if (progress.latestOf(awaited).isEmpty()) {
                    return false;
                }
            }
            return true;
        }

        /** Its start, or its skip where something that it requires is not there. */
        Activation<?> activation(Progress progress) {
            for (AgentKey<?> required : requires) {
                if (!Ended.isReadable(required, progress)) {
                    return Activation.skip(
                            start.key(), "requires " + required.name() + ", which " + state(required, progress));
                }
            }
            return start;
        }

        private static String state(AgentKey<?> dependency, Progress progress) {
            return progress.latest(dependency)
                    .map(outcome -> "ended " + outcome.label())
                    .orElse("takes no part in this route");
        }
    }
}
