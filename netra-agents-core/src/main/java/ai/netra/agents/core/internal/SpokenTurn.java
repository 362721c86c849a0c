package ai.netra.agents.core.internal;

import ai.netra.agents.Attributes;
import ai.netra.agents.core.json.ConversationJson.Numbered;
import ai.netra.agents.core.json.ConversationJson.Turn;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.state.ConversationMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A turn of a conversation, and the messages it is, which are made once for all runs that see them. Immutable. */
final class SpokenTurn {
    private final Numbered numbered;
    private volatile @Nullable List<ConversationMessage> messages; // once they were asked for

    SpokenTurn(Numbered numbered) {
        this.numbered = numbered;
    }

    SpokenTurn(long version, Turn turn) {
        this(new Numbered(version, turn));
    }

    long version() {
        return numbered.version();
    }

    Turn turn() {
        return numbered.turn();
    }

    /** What was said. */
    List<ConversationMessage> messages() {
        List<ConversationMessage> known = messages;
        if (known == null) {
            known = messages(turn());
            messages = known;
        }
        return known;
    }

    private static List<ConversationMessage> messages(Turn turn) {
        Attributes metadata = Attributes.of("run_id", turn.run().value())
                .with("agent", turn.agent())
                .with("status", turn.status().label());
        ConversationMessage asked =
                new ConversationMessage(turn.run() + "/user", LlmRole.USER, turn.message(), turn.beganAt(), metadata);
        return turn.answer()
                .map(answer -> List.of(
                        asked,
                        new ConversationMessage(
                                turn.run() + "/assistant", LlmRole.ASSISTANT, answer, turn.endedAt(), metadata)))
                .orElseGet(() -> List.of(asked));
    }
}
