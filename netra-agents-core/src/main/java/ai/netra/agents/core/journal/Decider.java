package ai.netra.agents.core.journal;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationId;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
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
 * fail. For one scope, and one thread.
 *
 * @param <O> the type of the orchestrator's output
 */
public final class Decider<O> {
    private final Orchestrator<O> orchestrator;
    private final String scope;
    private final Map<AgentKey<?>, Agent<?>> agents;
    private List<AgentInput> inputs = List.of();
    private @Nullable Throwable thrown;

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

    /** Asks for the next decision: one that can be carried out. Throws nothing. */
    public Decision<O> decide(Progress progress) {
        try {
            thrown = null;
            Decision<O> decision = orchestrator.decide(progress);
            check(decision, progress);
            inputs = Inputs.of(decision, progress);
            return decision;
        } catch (
                Throwable
                        caught) { // an orchestrator that throws, or an agent that cannot say what it reads, has failed,
            // not the engine
            thrown = caught;
            inputs = List.of();
            return Decision.fail(Failure.of(FailureKind.INVALID_DECISION, caught));
        }
    }

    /** What each activation that the newest decision starts works on, in its order; empty unless it starts some. */
    public List<AgentInput> inputs() {
        return inputs;
    }

    /** What made the newest decision one to fail, where something did. */
    public @Nullable Throwable thrown() {
        return thrown;
    }

    /** Refuses a decision that cannot be carried out, before anything of it is. */
    private void check(@Nullable Decision<O> decision, Progress progress) {
        switch (decision) {
            case null -> throw new InvalidDecisionException(scope, "null", "answer Start, Wait, Finish or Fail");
            case Decision.Start<O> start -> {
                for (Activation<?> activation : start.activations()) {
                    check(activation, progress);
                }
            }
            case Decision.Finish<O> finish -> {
                Optional<Failure> invalid = Outputs.invalid(orchestrator.key(), finish.output());
                if (invalid.isPresent()) {
                    throw new InvalidDecisionException(
                            scope, "Finish", invalid.get().message());
                }
            }
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
        Agent<?> agent = activation.agent().orElse(null);
        if (agent != null && agents.get(activation.key()) != agent) {
            throw new InvalidDecisionException(
                    scope, "Start of " + activation.key(), "start the instance that is listed in agents()");
        }
        if (progress.isStarted(activation.id())) {
            throw again(activation.id());
        }
    }

    private InvalidDecisionException again(ActivationId id) {
        return new InvalidDecisionException(
                scope,
                "Start of " + id + " again",
                "give later rounds ids of their own, such as ActivationId.round(key, 2)");
    }
}
