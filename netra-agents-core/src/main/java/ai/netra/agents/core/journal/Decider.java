package ai.netra.agents.core.journal;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Progress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks an orchestrator for its decisions: live and on replay, the same. What it throws, and a decision that cannot be carried out, is a decision to
 * fail.
 *
 * @param <O> the type of the orchestrator's output
 */
public final class Decider<O> {
    private final Orchestrator<O> orchestrator;
    private final String scope;
    private final Map<AgentKey<?>, Agent<?>> agents;

    /**
     * Asks an orchestrator.
     *
     * @param scope its path
     * @param agents its agents, as {@link #agents(Orchestrator)} gives them
     */
    public Decider(Orchestrator<O> orchestrator, String scope, Map<AgentKey<?>, Agent<?>> agents) {
        this.orchestrator = orchestrator;
        this.scope = scope;
        this.agents = agents;
    }

    /**
     * The agents of an orchestrator, by key.
     *
     * @throws InvalidDefinitionException if two have the same name
     */
    public static Map<AgentKey<?>, Agent<?>> agents(Orchestrator<?> orchestrator) {
        Map<AgentKey<?>, Agent<?>> agents = new LinkedHashMap<>();
        Set<String> names = new HashSet<>();
        for (Agent<?> agent : orchestrator.agents()) {
            if (!names.add(agent.key().name())) {
                throw new InvalidDefinitionException(
                        "orchestrator " + orchestrator.key().name() + " has two agents named "
                                + agent.key().name() + "; give each a name of its own");
            }
            agents.put(agent.key(), agent);
        }
        return agents;
    }

    /**
     * What an orchestrator answered.
     *
     * @param decision a decision that can be carried out
     * @param thrown what made it a decision to fail, where something did
     * @param <O> the type of the orchestrator's output
     */
    public record Answer<O>(Decision<O> decision, Optional<Throwable> thrown) {}

    /** Asks for the next decision. Throws nothing. */
    public Answer<O> decide(Progress progress) {
        try {
            Decision<O> decision = orchestrator.decide(progress);
            check(decision, progress);
            return new Answer<>(decision, Optional.empty());
        } catch (RuntimeException | Error thrown) { // an orchestrator that throws has failed, not the engine
            return new Answer<>(Decision.fail(Failure.of(FailureKind.INVALID_DECISION, thrown)), Optional.of(thrown));
        }
    }

    /** Refuses a decision that cannot be carried out, before anything of it is. */
    private void check(@Nullable Decision<O> decision, Progress progress) {
        switch (decision) {
            case null -> throw new InvalidDecisionException(scope, "null", "answer Start, Wait, Finish or Fail");
            case Decision.Start<O> start -> {
                start.activations().forEach(activation -> check(activation, progress));
                checkDistinct(start.activations());
            }
            case Decision.Finish<O> finish ->
                Outputs.invalid(orchestrator.key(), finish.output()).ifPresent(failure -> {
                    throw new InvalidDecisionException(scope, "Finish", failure.message());
                });
            case Decision.Fail<O> fail -> {
                if (fail.failure() == null) {
                    throw new InvalidDecisionException(scope, "Fail of null", "say why with Failure.of(...)");
                }
            }
            case Decision.Wait<O> wait -> {}
        }
    }

    @SuppressWarnings("ReferenceEquality") // an agent of the same key may do something else
    private void check(Activation<?> activation, Progress progress) {
        Optional<? extends Agent<?>> agent = activation.agent();
        if (agent.isPresent() && agents.get(activation.key()) != agent.get()) {
            throw new InvalidDecisionException(
                    scope, "Start of " + activation.key(), "start the instance that is listed in agents()");
        }
        if (progress.isStarted(activation.id())) {
            throw again(activation.id());
        }
    }

    private void checkDistinct(List<Activation<?>> activations) {
        if (activations.size() > 1) {
            Set<ActivationId> ids = new HashSet<>();
            for (Activation<?> activation : activations) {
                if (!ids.add(activation.id())) {
                    throw again(activation.id());
                }
            }
        }
    }

    private InvalidDecisionException again(ActivationId id) {
        return new InvalidDecisionException(
                scope,
                "Start of " + id + " again",
                "give later rounds ids of their own, such as ActivationId.round(key, 2)");
    }
}
