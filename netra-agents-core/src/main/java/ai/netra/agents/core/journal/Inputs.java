package ai.netra.agents.core.journal;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.Progress;
import java.util.List;
import java.util.Optional;

/** Makes what an agent works on. An activation's input is made from what its decision recorded: live and on replay, the same. */
public final class Inputs {
    private Inputs() {}

    /** The input of an activation that was decided on this progress, or on an earlier state of it. */
    public static AgentInput of(RecordedDecision.Start start, Agent<?> agent, Progress progress) {
        AgentInput scope = progress.input();
        AgentInput.Builder input = AgentInput.builder(start.message().orElse(scope.message()))
                .attributes(scope.attributes())
                .dependencies(agent.dependencies());
        Object previous = start.previous().orElseGet(() -> scope.previous().orElse(null));
        if (previous != null) {
            input.previous(previous);
        }
        List<RecordedDecision.Read> reads = start.reads();
        for (int i = 0; i < reads.size(); i++) {
            input.outcome(read(reads.get(i), progress));
        }
        return input.build();
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

    /** The first required dependency of an agent that has no output in this input. */
    public static Optional<AgentKey<?>> unmet(Agent<?> agent, AgentInput input) {
        for (Dependency<?> dependency : agent.dependencies()) {
            if (dependency.isRequired() && input.find(dependency.key()).isEmpty()) {
                return Optional.of(dependency.key());
            }
        }
        return Optional.empty();
    }

    /** The recorded outcome that a read stands for. */
    private static ActivationOutcome<?> read(RecordedDecision.Read read, Progress progress) {
        return switch (read.from()) {
            case SCOPE -> progress.endedAs(read.activation()).orElseThrow();
            case INPUT ->
                progress.input().outcomes().stream()
                        .filter(outcome -> outcome.key().equals(read.agent()))
                        .findFirst()
                        .orElseThrow();
        };
    }
}
