package ai.netra.agents.core.internal;

import ai.netra.agents.Agent;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RequestGuard;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.journal.JournalEntry;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** The agents that may be run, and the guards that stand before each. */
final class Guards {
    private final IdentityHashMap<Agent<?>, List<RequestGuard>> agents;

    Guards(IdentityHashMap<Agent<?>, List<RequestGuard>> agents) {
        this.agents = new IdentityHashMap<>(agents);
    }

    Iterable<Agent<?>> agents() {
        return agents.keySet();
    }

    /**
     * The guards before an agent.
     *
     * @throws InvalidDefinitionException if it may not be run
     */
    List<RequestGuard> of(Agent<?> agent) {
        List<RequestGuard> guards = agents.get(agent);
        if (guards == null) {
            throw new InvalidDefinitionException("agent " + agent.key().name()
                    + " is not registered with this runtime; pass the same instance to"
                    + " LocalAgentRuntime.builder().register(agent)");
        }
        return guards;
    }

    /** The agent that a run began with, by name and version. */
    Optional<Agent<?>> named(JournalEntry.Began began) {
        for (Agent<?> agent : agents.keySet()) {
            if (agent.key().name().equals(began.agent().name())
                    && agent.version().equals(began.version())) {
                return Optional.of(agent);
            }
        }
        return Optional.empty();
    }

    /**
     * Why a request may not pass: what the first guard says that refuses it. A guard that cannot judge does not let pass.
     *
     * @param restoreInterrupt leaves the calling thread interrupted
     */
    static Optional<String> refusal(List<RequestGuard> guards, RunRequest request, Runnable restoreInterrupt) {
        for (RequestGuard guard : guards) {
            try {
                switch (guard.check(request)) {
                    case RequestGuard.Verdict.Allowed allowed -> {}
                    case RequestGuard.Verdict.Refused refused -> {
                        return Optional.of(refused.reason());
                    }
                }
            } catch (InterruptedException interrupted) {
                restoreInterrupt.run();
                return Optional.of("interrupted while " + guard.getClass().getName() + " was checking the request");
            } catch (Exception | Error thrown) {
                return Optional.of("guard " + guard.getClass().getName() + " failed with "
                        + thrown.getClass().getName() + "; a request it cannot check is refused");
            }
        }
        return Optional.empty();
    }
}
