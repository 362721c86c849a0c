package ai.netra.agents.core.journal;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks orchestrators again for every decision of a journal, without running an agent, and compares.
 *
 * <p>Covers the run's own orchestrator and all that it activated, at any depth; what an agent called by itself is part of that agent's work.
 */
public final class Replay {
    private final Map<String, Scope> scopes = new HashMap<>();

    private Replay() {}

    /**
     * Replays a journal.
     *
     * @param agent the agent that was run; an agent that is no orchestrator has no decisions, and its journal replays trivially
     * @param journal the run's journal, from its beginning
     * @return how many decisions were compared
     * @throws DivergedException at the first decision that differs
     */
    public static int verify(Agent<?> agent, List<JournalEntry> journal) {
        return agent instanceof Orchestrator<?> orchestrator ? new Replay().replay(orchestrator, journal) : 0;
    }

    private int replay(Orchestrator<?> root, List<JournalEntry> journal) {
        int compared = 0;
        for (int i = 0; i < journal.size(); i++) {
            switch (journal.get(i)) {
                case JournalEntry.Began began ->
                    scopes.put(
                            root.key().name(),
                            new Scope(
                                    root,
                                    AgentInput.builder(began.request().message())
                                            .attributes(began.request().attributes())
                                            .build()));
                case JournalEntry.Decided decided -> {
                    Scope scope = scopes.get(decided.scope());
                    if (scope != null) {
                        scope.compare(decided, i);
                        compared++;
                    }
                }
                case JournalEntry.Ended ended -> {
                    Scope scope = scopes.get(ended.scope());
                    if (scope != null) {
                        scope.end(ended.outcome());
                    }
                }
                case JournalEntry.Owned owned -> {}
                case JournalEntry.Stepped stepped -> {}
                case JournalEntry.Called called -> {}
                case JournalEntry.Returned returned -> {}
                case JournalEntry.Finished finished -> {}
            }
        }
        return compared;
    }

    /** One orchestrator in progress. */
    private final class Scope {
        private final Orchestrator<?> orchestrator;
        private final Progress.Recorder recorder;

        private Scope(Orchestrator<?> orchestrator, AgentInput input) {
            this.orchestrator = orchestrator;
            this.recorder = Progress.recorder(input);
        }

        void compare(JournalEntry.Decided decided, int entry) {
            Progress progress = recorder.progress();
            RecordedDecision now = RecordedDecision.of(orchestrator.decide(progress), progress);
            if (!now.equals(decided.decision())) {
                throw new DivergedException(decided.scope(), entry, decided.decision(), now);
            }
            for (RecordedDecision.Start start : now.starts()) {
                orchestrator.agents().stream()
                        .filter(agent -> agent.key().equals(start.agent()))
                        .filter(Orchestrator.class::isInstance)
                        .findFirst()
                        .ifPresent(agent -> scopes.put(
                                decided.scope() + "/" + start.id(),
                                new Scope((Orchestrator<?>) agent, Inputs.of(start, agent, progress))));
                recorder.started(start.id(), start.agent());
            }
        }

        <O> void end(ActivationOutcome<O> outcome) {
            recorder.ended(outcome.id(), outcome.key(), outcome.outcome());
        }
    }
}
