package ai.netra.agents.tests.engine;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Progress;
import java.util.List;
import java.util.function.Function;

/** An orchestrator that decides as a test says. */
record DecidingOrchestrator<O>(AgentKey<O> key, List<Agent<?>> agents, Function<Progress, Decision<O>> answer)
        implements Orchestrator<O> {
    static <O> DecidingOrchestrator<O> of(AgentKey<O> key, Function<Progress, Decision<O>> answer, Agent<?>... agents) {
        return new DecidingOrchestrator<>(key, List.of(agents), answer);
    }

    @Override
    public Decision<O> decide(Progress progress) {
        return answer.apply(progress);
    }
}
