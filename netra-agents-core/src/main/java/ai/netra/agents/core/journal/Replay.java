package ai.netra.agents.core.journal;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Decision;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Asks orchestrators again for every decision of a journal, without running an agent, and compares by {@code equals}: the types of outputs must have
 * one that compares values, as records do.
 *
 * <p>Covers the run's own orchestrator and all that it activated, at any depth; what an agent called by itself is part of that agent's work.
 */
public final class Replay {
    private final Map<String, Scope<?>> scopes = new HashMap<>();

    private final BiPredicate<RecordedDecision, RecordedDecision> same;

    private Replay(BiPredicate<RecordedDecision, RecordedDecision> same) {
        this.same = same;
    }

    /**
     * Replays a journal.
     *
     * @param agent the agent that was run; an agent that is no orchestrator has no decisions, and its journal replays trivially
     * @param journal the run's journal, from its beginning
     * @return how many decisions were compared
     * @throws DivergedException at the first decision that differs
     */
    public static int verify(Agent<?> agent, List<JournalEntry> journal) {
        return verify(agent, journal, RecordedDecision::equals);
    }

    /**
     * Replays a journal that was read back.
     *
     * @param same whether a recorded decision is the one made now, as {@link ai.netra.agents.core.json.JournalJson#same} has it
     * @return how many decisions were compared
     * @throws DivergedException at the first decision that differs
     */
    public static int verify(
            Agent<?> agent, List<JournalEntry> journal, BiPredicate<RecordedDecision, RecordedDecision> same) {
        return agent instanceof Orchestrator<?> orchestrator ? new Replay(same).replay(orchestrator, journal) : 0;
    }

    private int replay(Orchestrator<?> root, List<JournalEntry> journal) {
        int compared = 0;
        for (int i = 0; i < journal.size(); i++) {
            switch (journal.get(i)) {
                case JournalEntry.Began began ->
                    open(
                            root.key().name(),
                            root,
                            AgentInput.builder(began.request().message())
                                    .attributes(began.request().attributes())
                                    .build());
                case JournalEntry.Decided decided -> {
                    Scope<?> scope = scopes.get(decided.scope());
                    if (scope != null) {
                        scope.compare(decided.decision(), i);
                        compared++;
                    }
                }
                case JournalEntry.Ended ended -> {
                    Scope<?> scope = scopes.get(ended.scope());
                    if (scope != null) {
                        scope.end(ended.outcome());
                    }
                }
                case JournalEntry.Retried retried -> {
                    Scope<?> scope = scopes.get(retried.path());
                    if (scope != null) {
                        open(
                                retried.path() + "!" + (retried.attempt() + 1),
                                scope.orchestrator,
                                scope.recorder.progress().input());
                    }
                }
                case JournalEntry.Owned owned -> {}
                case JournalEntry.Joined joined -> {}
                case JournalEntry.Intended intended -> {}
                case JournalEntry.Stepped stepped -> {}
                case JournalEntry.Asked asked -> {}
                case JournalEntry.Answered answered -> {}
                case JournalEntry.Suspended suspended -> {}
                case JournalEntry.Called called -> {}
                case JournalEntry.Returned returned -> {}
                case JournalEntry.Finished finished -> {}
            }
        }
        return compared;
    }

    private void open(String path, Orchestrator<?> orchestrator, AgentInput input) {
        scopes.put(path, new Scope<>(path, orchestrator, input));
    }

    /** One orchestrator in progress. */
    private final class Scope<O> {
        private final String path;
        private final Orchestrator<O> orchestrator;
        private final Map<AgentKey<?>, Agent<?>> agents;
        private final Map<String, AgentKey<?>> keys = new HashMap<>();
        private final Decider<O> decider;
        private final Progress.Recorder recorder;

        private Scope(String path, Orchestrator<O> orchestrator, AgentInput input) {
            this.path = path;
            this.orchestrator = orchestrator;
            this.agents = Decider.agents(orchestrator);
            this.decider = new Decider<>(orchestrator, path, agents);
            this.recorder = Progress.recorder(input);
            agents.keySet().forEach(key -> keys.put(key.name(), key));
        }

        void compare(RecordedDecision recorded, int entry) {
            Progress progress = recorder.progress();
            Decision<O> decision = decider.decide(progress);
            List<AgentInput> inputs = decider.inputs();
            RecordedDecision now = RecordedDecision.of(decision, progress.input(), inputs);
            if (!same.test(recorded, now)) {
                throw new DivergedException(path, entry, recorded, now);
            }
            for (int i = 0; i < inputs.size(); i++) {
                RecordedDecision.Start start = now.starts().get(i);
                if (start.skipReason().isEmpty() && agents.get(start.agent()) instanceof Orchestrator<?> inner) {
                    open(path + "/" + start.id(), inner, inputs.get(i));
                }
                recorder.started(start.id(), start.agent());
                keys.putIfAbsent(start.agent().name(), start.agent());
            }
        }

        void end(ActivationOutcome<?> outcome) {
            AgentKey<?> known = keys.getOrDefault(outcome.key().name(), outcome.key());
            recorder.ended(typed(outcome, known));
        }

        private <T> ActivationOutcome<T> typed(ActivationOutcome<?> outcome, AgentKey<T> key) {
            return new ActivationOutcome<>(outcome.id(), key, Encoded.typed(outcome.outcome(), key.type()));
        }
    }
}
