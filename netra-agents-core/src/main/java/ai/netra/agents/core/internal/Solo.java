package ai.netra.agents.core.internal;

import ai.netra.agents.Activation;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import java.util.List;
import java.util.Optional;

/** The orchestrator of a run whose agent is none: starts it, and ends as it ends. */
record Solo<O>(Agent<O> agent) implements Orchestrator<O> {
    @Override
    public AgentKey<O> key() {
        return agent.key();
    }

    @Override
    public List<Agent<?>> agents() {
        return List.of(agent);
    }

    @Override
    public Decision<O> decide(Progress progress) {
        Optional<Outcome<O>> outcome = progress.latest(agent.key());
        if (outcome.isEmpty()) {
            return Decision.start(Activation.of(agent));
        }
        return outcome.get()
                .output()
                .map(Decision::finish)
                .orElseGet(() -> Decision.fail(outcome.get()
                        .failure()
                        .orElseGet(() -> Failure.of(
                                FailureKind.AGENT_ERROR, outcome.get().label()))));
    }
}
