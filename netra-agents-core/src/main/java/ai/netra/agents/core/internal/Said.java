package ai.netra.agents.core.internal;

import ai.netra.agents.Attributes;
import ai.netra.agents.core.json.ConversationJson.Summary;
import ai.netra.agents.core.json.ConversationJson.Turn;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.state.ConversationMessage;
import ai.netra.agents.store.StreamPosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A conversation up to a turn, as far as it is at hand.
 *
 * @param end that turn's position
 * @param turns the newest turns, oldest first, without gaps
 * @param summary the newest summary, where there is one
 * @param summarized the version of the turn that it was made with
 * @param snapshot the version of the last snapshot that was seen; 0 where none was
 */
record Said(
        StreamPosition end,
        List<SpokenTurn> turns,
        Optional<Summary> summary,
        Optional<Long> summarized,
        long snapshot) {
    /** Nothing yet. */
    static final Said NOTHING = new Said(StreamPosition.NONE, List.of(), Optional.empty(), Optional.empty(), 0);

    /** The same, with a later snapshot. */
    Said snapshot(long version) {
        return new Said(end, turns, summary, summarized, version);
    }

    /**
     * With the turn that follows; empty where that was made with a summary which is not at hand.
     *
     * @param at its position
     * @param most how many messages are at hand at least, where there are as many
     */
    Optional<Said> with(Turn turn, StreamPosition at, int most) {
        Optional<Long> pointed = turn.summarized();
        boolean own = pointed.filter(version -> version == at.version()).isPresent();
        if (!own && !pointed.equals(summarized)) {
            return Optional.empty();
        }
        int messages = count(turns);
        int first = 0;
        while (first < turns.size() && messages - turns.get(first).turn().messages() >= most) {
            messages -= turns.get(first).turn().messages();
            first++;
        }
        List<SpokenTurn> kept = new ArrayList<>(turns.size() - first + 1);
        kept.addAll(turns.subList(first, turns.size()));
        kept.add(new SpokenTurn(
                at.version(), turn.summary().isEmpty() ? turn : turn.summarized(Optional.empty(), pointed)));
        return Optional.of(
                new Said(at, Collections.unmodifiableList(kept), own ? turn.summary() : summary, pointed, snapshot));
    }

    /** Whether content from outside has entered it: the last turn says so for all before it. */
    boolean isTainted() {
        return turns.isEmpty()
                ? end.version() > 0
                : turns.getLast().turn().taint().isPresent();
    }

    /** The version of the last turn that a summary stands for. */
    long through() {
        return summary.map(Summary::through).orElse(0L);
    }

    /** The turns that no summary stands for. */
    List<SpokenTurn> unsummarized() {
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
    static List<ConversationMessage> messages(List<SpokenTurn> turns) {
        List<ConversationMessage> messages = new ArrayList<>(2 * turns.size());
        turns.forEach(turn -> messages.addAll(turn.messages()));
        return messages;
    }

    static int count(List<SpokenTurn> turns) {
        return turns.stream().mapToInt(spoken -> spoken.turn().messages()).sum();
    }
}
