package ai.netra.agents.core.internal;

import ai.netra.agents.Agent;
import ai.netra.agents.Attributes;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.journal.JournalState;
import ai.netra.agents.core.json.ConversationJson.Turn;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.state.ConversationMessage;
import ai.netra.agents.state.ConversationState;
import ai.netra.agents.state.ConversationState.AgentState;
import ai.netra.agents.state.StateAction;
import ai.netra.agents.state.StateChange;
import ai.netra.agents.tools.json.JsonCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a conversation of runs that ended in its thread, one after the other. Single-threaded. */
final class Conversations {
    private final JsonCodec codec;
    private final List<ConversationMessage> messages = new ArrayList<>();
    private final Map<String, AgentState> agentStates = new LinkedHashMap<>();
    private Attributes context = Attributes.empty();

    private Conversations(JsonCodec codec) {
        this.codec = codec;
    }

    /** The conversation of these runs, if anything is recorded of any. */
    static Optional<ConversationState> of(UserId user, ThreadId thread, List<Run<?>> runs, JsonCodec codec) {
        List<Run<?>> recorded =
                runs.stream().filter(run -> !run.entries().isEmpty()).toList();
        if (recorded.isEmpty()) {
            return Optional.empty();
        }
        Conversations conversation = new Conversations(codec);
        recorded.forEach(conversation::add);
        return Optional.of(new ConversationState(
                thread,
                user,
                conversation.messages,
                conversation.agentStates,
                conversation.context,
                began(recorded.getFirst()),
                ended(recorded.getLast())));
    }

    /** The conversation of these turns, which are there; the states of agents are those of runs that are known here. */
    static ConversationState of(
            UserId user, ThreadId thread, List<SpokenTurn> turns, Optional<ConversationState> here) {
        Turn newest = turns.getLast().turn();
        return new ConversationState(
                thread,
                user,
                Said.messages(turns),
                here.map(ConversationState::agentStates).orElse(Map.of()),
                newest.attributes(),
                turns.getFirst().turn().beganAt(),
                newest.endedAt());
    }

    private <O> void add(Run<O> run) {
        OrchestrationResult<O> result = run.end().result();
        if (result == null) {
            return; // it is not over yet
        }
        Attributes metadata = Attributes.of("run_id", run.run().value())
                .with("agent", run.agent().key().name())
                .with("status", result.status().label());
        context = run.request().attributes();
        messages.add(new ConversationMessage(
                run.run() + "/user", LlmRole.USER, run.request().message(), began(run), metadata));
        for (StateChange change : JournalState.of(run.agent(), run::entries).history()) {
            if (change.action() == StateAction.UPDATE) {
                agentStates.put(change.agent(), new AgentState(change.data(), change.timestamp()));
            }
        }
        result.output()
                .ifPresent(output -> messages.add(new ConversationMessage(
                        run.run() + "/assistant",
                        LlmRole.ASSISTANT,
                        text(output, run.agent(), codec),
                        ended(run),
                        metadata)));
    }

    private static Instant began(Run<?> run) {
        return run.entries().getFirst().at();
    }

    private static Instant ended(Run<?> run) {
        return run.entries().getLast().at();
    }

    /** An output as the assistant says it. */
    static String text(Object output, Agent<?> agent, JsonCodec codec) {
        return output instanceof CharSequence text
                ? text.toString()
                : codec.encode(output, agent.key().type());
    }
}
