package ai.netra.agents.core.journal;

import ai.netra.agents.ActivationOutcome;
import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Dependency;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Orchestrator;
import ai.netra.agents.Outcome;
import ai.netra.agents.state.AgentStateManager;
import ai.netra.agents.state.StateAction;
import ai.netra.agents.state.StateChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The states of a run's own agents, read from its journal: from one that is still written, or from one that was kept. Thread-safe. */
public final class JournalState implements AgentStateManager {
    private final Agent<?> agent;
    private final Supplier<List<JournalEntry>> journal;

    private JournalState(Agent<?> agent, Supplier<List<JournalEntry>> journal) {
        this.agent = agent;
        this.journal = journal;
    }

    /**
     * The states in a journal.
     *
     * @param agent the agent that was run
     * @param journal gives the run's journal as it is by now; called anew for each answer
     */
    public static JournalState of(Agent<?> agent, Supplier<List<JournalEntry>> journal) {
        return new JournalState(agent, journal);
    }

    @Override
    @SuppressWarnings("unchecked") // an outcome is of its key's type
    public <O> Optional<O> state(AgentKey<O> key) {
        return (Optional<O>) ended().stream()
                .filter(ended -> ended.outcome().key().equals(key))
                .flatMap(ended -> ended.outcome().outcome().output().stream())
                .reduce((earlier, later) -> later);
    }

    @Override
    public Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        for (JournalEntry.Ended ended : ended()) {
            ended.outcome()
                    .outcome()
                    .output()
                    .ifPresent(output -> all.put(ended.outcome().key().name(), output));
        }
        return all;
    }

    @Override
    public List<StateChange> history() {
        return ended().stream().map(JournalState::change).toList();
    }

    private static StateChange change(JournalEntry.Ended ended) {
        Change change = switch (ended.outcome().outcome()) {
            case Outcome.Succeeded<?> o -> new Change(StateAction.UPDATE, o.value());
            case Outcome.Degraded<?> o -> new Change(StateAction.UPDATE, o.value());
            case Outcome.Skipped<?> o -> new Change(StateAction.SKIP, o.reason());
            case Outcome.Failed<?> o -> new Change(StateAction.FAIL, o.cause());
            case Outcome.TimedOut<?> o -> new Change(StateAction.FAIL, o.cause());
            case Outcome.LimitExceeded<?> o -> new Change(StateAction.FAIL, o.cause());
            case Outcome.Cancelled<?> o -> new Change(StateAction.CANCEL, o.reason());
        };
        return new StateChange(ended.at(), ended.outcome().key().name(), change.action, change.data);
    }

    @Override
    public Map<String, Object> contextFor(AgentKey<?> reader) {
        Agent<?> reads = own().stream()
                .filter(candidate -> candidate.key().equals(reader))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidDefinitionException("agent " + reader.name() + " is none of the agents of "
                                + agent.key().name() + "; ask for one of "
                                + own().stream().map(own -> own.key().name()).toList()));
        Map<String, Object> all = all();
        Map<String, Object> context = new LinkedHashMap<>();
        for (Dependency<?> dependency : reads.dependencies()) {
            Object state = all.get(dependency.key().name());
            if (state != null) {
                context.put(dependency.key().name(), state);
            }
        }
        return context;
    }

    private List<? extends Agent<?>> own() {
        return agent instanceof Orchestrator<?> orchestrator ? orchestrator.agents() : List.of(agent);
    }

    private List<JournalEntry.Ended> ended() {
        return journal.get().stream()
                .filter(JournalEntry.Ended.class::isInstance)
                .map(JournalEntry.Ended.class::cast)
                .filter(ended -> ended.scope().equals(agent.key().name()))
                .map(this::typed)
                .toList();
    }

    /** An end as it was, where it was read back. */
    private JournalEntry.Ended typed(JournalEntry.Ended ended) {
        for (Agent<?> candidate : own()) {
            if (candidate.key().name().equals(ended.outcome().key().name())) {
                return new JournalEntry.Ended(ended.scope(), typed(ended.outcome(), candidate.key()), ended.at());
            }
        }
        return ended;
    }

    private static <T> ActivationOutcome<T> typed(ActivationOutcome<?> outcome, AgentKey<T> key) {
        return new ActivationOutcome<>(outcome.id(), key, Encoded.typed(outcome.outcome(), key.type()));
    }

    private record Change(StateAction action, Object data) {}
}
