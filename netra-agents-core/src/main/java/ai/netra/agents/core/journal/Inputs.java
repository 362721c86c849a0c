package ai.netra.agents.core.journal;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Outcome;
import ai.netra.agents.Progress;
import java.util.List;

/** Makes the input of an activation from what its decision recorded: live and on replay, the same. */
public final class Inputs {
    private Inputs() {}

    /** The input of an activation that was decided on this progress, or on an earlier state of it. */
    public static AgentInput of(RecordedDecision.Start start, Agent<?> agent, Progress progress) {
        AgentInput scope = progress.input();
        AgentInput.Builder input = AgentInput.builder(start.message().orElse(scope.message()))
                .attributes(scope.attributes())
                .dependencies(agent.dependencies());
        start.previous().ifPresent(input::previous);
        for (RecordedDecision.Read read : start.reads()) {
            input.outcome(read(read, progress));
        }
        return input.build();
    }

    /** The recorded outcome that a read stands for. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // key and outcome were recorded together
    private static ActivationOutcome<?> read(RecordedDecision.Read read, Progress progress) {
        if (progress.started(read.agent()) > 0) {
            Outcome outcome = progress.outcome(read.activation()).orElseThrow();
            return new ActivationOutcome(read.activation(), read.agent(), outcome);
        }
        List<ActivationOutcome<?>> outer = progress.input().outcomes();
        return outer.stream().filter(o -> o.key().equals(read.agent())).findFirst().orElseThrow();
    }
}
