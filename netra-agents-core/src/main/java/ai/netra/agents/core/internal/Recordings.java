package ai.netra.agents.core.internal;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Usage;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.json.JournalJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes the result of a run of what is recorded of it, without doing anything. */
final class Recordings {
    private Recordings() {}

    /** The result of a run that is over, or is suspended. */
    static <O> OrchestrationResult<O> result(Agent<O> agent, Past past, JournalJson json) {
        String scope = agent.key().name();
        Map<String, AgentKey<?>> keys = new HashMap<>();
        List<? extends Agent<?>> own = agent instanceof Orchestrator<O> flow ? flow.agents() : List.of(agent);
        own.forEach(inner -> keys.put(inner.key().name(), inner.key()));
        List<ActivationOutcome<?>> outcomes = new ArrayList<>();
        String phase = "request";
        Usage usage = Usage.NONE;
        for (JournalEntry entry : past.entries()) {
            switch (entry) {
                case JournalEntry.Ended ended
                when ended.scope().equals(scope) ->
                    outcomes.add(typed(
                            ended.outcome(),
                            keys.getOrDefault(
                                    ended.outcome().key().name(),
                                    ended.outcome().key()),
                            json));
                case JournalEntry.Decided decided
                when decided.scope().equals(scope)
                        && !decided.decision().starts().isEmpty() ->
                    phase = decided.decision().starts().getLast().agent().name();
                case JournalEntry.Suspended suspended -> usage = suspended.usage();
                case JournalEntry.Finished finished -> usage = finished.usage();
                default -> {
                    // says nothing of the run as a whole
                }
            }
        }
        OrchestrationResult.Builder<O> result = OrchestrationResult.<O>builder(
                        past.began().run(), past.began().request())
                .outcomes(outcomes)
                .phase(phase)
                .usage(usage)
                .duration(past.active());
        past.finished()
                .ifPresentOrElse(
                        finished -> result.outcome(
                                json.typed(finished.outcome(), agent.key().type())),
                        () -> result.suspended(Questions.open(past)));
        return result.build();
    }

    private static <T> ActivationOutcome<T> typed(ActivationOutcome<?> recorded, AgentKey<T> key, JournalJson json) {
        return new ActivationOutcome<>(recorded.id(), key, json.typed(recorded.outcome(), key.type()));
    }
}
