package ai.netra.agents.http;

import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts a streamed answer together: text and tool calls, in the order in which they begin. Keeps the text itself, once, and no more of it than the settings
 * let an answer have. Not thread-safe.
 */
public final class AnswerAssembly {
    private final long maxCharacters;
    private final List<Piece> pieces = new ArrayList<>();
    private final Map<Object, Piece> toolUses = new HashMap<>();
    private final List<String> fresh = new ArrayList<>();
    private long characters;

    AnswerAssembly(long maxCharacters) {
        this.maxCharacters = maxCharacters;
    }

    /** Appends to the text. An empty piece is passed over. */
    public void text(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        if (pieces.isEmpty() || pieces.getLast().isToolUse) {
            pieces.add(new Piece("", "", false));
        }
        append(pieces.getLast(), piece);
        fresh.add(piece);
    }

    /** Begins a tool call that is known by this key. */
    public void toolUse(Object key, String callId, String tool) {
        Piece piece = new Piece(callId, tool, true);
        pieces.add(piece);
        toolUses.put(key, piece);
    }

    /** The id of the newest tool call known by this key; empty where there is none. */
    public Optional<String> callId(Object key) {
        return Optional.ofNullable(toolUses.get(key)).map(piece -> piece.callId);
    }

    /** Appends to the arguments of the newest tool call known by this key; passed over where there is none. */
    public void arguments(Object key, String piece) {
        Piece toolUse = toolUses.get(key);
        if (toolUse != null) {
            append(toolUse, piece);
        }
    }

    private void append(Piece to, String piece) {
        characters += piece.length();
        if (characters > maxCharacters) {
            throw HttpAnswer.tooLong(maxCharacters);
        }
        to.text.append(piece);
    }

    /** The pieces of text that came since this was asked last. */
    List<String> takeFresh() {
        List<String> taken = List.copyOf(fresh);
        fresh.clear();
        return taken;
    }

    /** The whole answer. */
    public LlmResponse response(FinishReason reason, LlmUsage usage, String model) {
        List<LlmPart> parts = new ArrayList<>();
        for (Piece piece : pieces) {
            String text = piece.text.toString();
            parts.add(
                    piece.isToolUse
                            ? new LlmPart.ToolUse(piece.callId, piece.tool, text.isEmpty() ? "{}" : text)
                            : new LlmPart.Text(text));
        }
        return new LlmResponse(new LlmMessage(LlmRole.ASSISTANT, parts), reason, usage, model);
    }

    private static final class Piece {
        private final String callId;
        private final String tool;
        private final boolean isToolUse;
        private final StringBuilder text = new StringBuilder();

        private Piece(String callId, String tool, boolean isToolUse) {
            this.callId = callId;
            this.tool = tool;
            this.isToolUse = isToolUse;
        }
    }
}
