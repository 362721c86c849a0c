package ai.netra.agents.core.journal;

import ai.netra.agents.Activation;
import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Decision;
import ai.netra.agents.Dependency;
import ai.netra.agents.Progress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes what agents work on: live and on replay, the same. */
public final class Inputs {
    private Inputs() {}

    /**
     * What each activation that is to start works on: for each dependency, what its agent gave last. In the decision's order; empty unless something is to
     * start. A skipped activation works on nothing, for which the orchestrator's own input stands.
     */
    public static List<AgentInput> of(Decision<?> decision, Progress progress) {
        if (!(decision instanceof Decision.Start<?> start)) {
            return List.of();
        }
        List<Activation<?>> activations = start.activations();
        if (activations.size() == 1) {
            return List.of(of(activations.get(0), progress));
        }
        AgentInput[] inputs = new AgentInput[activations.size()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = of(activations.get(i), progress);
        }
        return List.of(inputs);
    }

    private static AgentInput of(Activation<?> activation, Progress progress) {
        AgentInput scope = progress.input();
        Agent<?> agent = activation.agent().orElse(null);
        if (agent == null) {
            return scope;
        }
        List<Dependency<?>> dependencies = agent.dependencies();
        return scope.of(activation, dependencies, reads(dependencies, progress), progress);
    }

    private static List<ActivationOutcome<?>> reads(List<Dependency<?>> dependencies, Progress progress) {
        if (dependencies.isEmpty()) {
            return List.of();
        }
        if (dependencies.size() == 1) {
            ActivationOutcome<?> only = read(dependencies.get(0), progress);
            return only == null ? List.of() : List.of(only);
        }
        List<ActivationOutcome<?>> reads = new ArrayList<>(dependencies.size());
        for (Dependency<?> dependency : dependencies) {
            ActivationOutcome<?> read = read(dependency, progress);
            if (read != null) {
                reads.add(read);
            }
        }
        return reads;
    }

    private static @Nullable ActivationOutcome<?> read(Dependency<?> dependency, Progress progress) {
        return progress.readable(dependency.key()).orElse(null);
    }

    /** The input of an agent that another one calls: of what it is handed it reads what it declares, as it does everywhere. */
    public static AgentInput of(Agent<?> agent, AgentInput handed) {
        AgentInput.Builder input = AgentInput.builder(handed.message())
                .attributes(handed.attributes())
                .dependencies(agent.dependencies());
        handed.previous().ifPresent(input::previous);
        for (Dependency<?> dependency : agent.dependencies()) {
            handed.outcomes().stream()
                    .filter(outcome -> outcome.key().equals(dependency.key()))
                    .findFirst()
                    .ifPresent(input::outcome);
        }
        return input.build();
    }
}
