package ai.netra.agents.core.internal;

import ai.netra.agents.Attributes;
import ai.netra.agents.core.json.ConversationJson.Numbered;
import ai.netra.agents.core.json.ConversationJson.Summary;
import ai.netra.agents.core.json.ConversationJson.Turn;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.state.ConversationMessage;
import ai.netra.agents.store.StreamPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A conversation up to a turn, as far as it is at hand.
 *
 * @param end that turn's position
 * @param turns the newest turns, oldest first, without gaps
 * @param summary the newest summary, where there is one
 * @param summarized the version of the turn that it was made with
 */
record Said(StreamPosition end, List<Numbered> turns, Optional<Summary> summary, Optional<Long> summarized) {
    /** Nothing yet. */
    static final Said NOTHING = new Said(StreamPosition.NONE, List.of(), Optional.empty(), Optional.empty());

    /** The version of the last turn that a summary stands for. */
    long through() {
        return summary.map(Summary::through).orElse(0L);
    }

    /** The turns that no summary stands for. */
    List<Numbered> unsummarized() {
        return turns.stream().filter(turn -> turn.version() > through()).toList();
    }

    /** What an agent sees: the summary, and the newest messages that it does not stand for. */
    List<ConversationMessage> messages(int most) {
        List<ConversationMessage> seen = new ArrayList<>();
        summary.ifPresent(text -> seen.add(new ConversationMessage(
                "summary/" + text.through(), LlmRole.SYSTEM, text.text(), text.at(), Attributes.empty())));
        seen.addAll(last(messages(unsummarized()), most));
        return List.copyOf(seen);
    }

    static <T> List<T> last(List<T> list, int most) {
        return list.subList(Math.max(0, list.size() - most), list.size());
    }

    /** What was said in these turns. */
    static List<ConversationMessage> messages(List<Numbered> turns) {
        List<ConversationMessage> messages = new ArrayList<>();
        for (Numbered numbered : turns) {
            Turn turn = numbered.turn();
            Attributes metadata = Attributes.of("run_id", turn.run().value())
                    .with("agent", turn.agent())
                    .with("status", turn.status().label());
            messages.add(new ConversationMessage(
                    turn.run() + "/user", LlmRole.USER, turn.message(), turn.beganAt(), metadata));
            turn.answer()
                    .ifPresent(answer -> messages.add(new ConversationMessage(
                            turn.run() + "/assistant", LlmRole.ASSISTANT, answer, turn.endedAt(), metadata)));
        }
        return messages;
    }

    static int count(List<Numbered> turns) {
        return turns.stream().mapToInt(numbered -> numbered.turn().messages()).sum();
    }
}
