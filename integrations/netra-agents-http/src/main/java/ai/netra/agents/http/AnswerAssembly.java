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
 * Puts a streamed answer together: text, tool calls and opaque parts, in the order in which they begin. Keeps the text itself, once, and no more of it than the settings
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
        if (pieces.isEmpty() || pieces.getLast().kind != Kind.TEXT) {
            pieces.add(new Piece(Kind.TEXT, "", ""));
        }
        append(pieces.getLast(), piece);
        fresh.add(piece);
    }

    /** Begins a tool call that is known by this key. */
    public void toolUse(Object key, String callId, String tool) {
        Piece piece = new Piece(Kind.TOOL_USE, callId, tool);
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

    /** Adds a part that only the provider reads. */
    public void opaque(String provider, String json) {
        Piece piece = new Piece(Kind.OPAQUE, "", provider);
        pieces.add(piece);
        append(piece, json);
    }

    /**
     * Counts characters that a reading keeps until their part is whole, an opaque one's; those of the part are counted besides.
     */
    public void keeping(int more) {
        characters += more;
        if (characters > maxCharacters) {
            throw HttpAnswer.tooLong(maxCharacters);
        }
    }

    private void append(Piece to, String piece) {
        keeping(piece.length());
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
                    switch (piece.kind) {
                        case TEXT -> new LlmPart.Text(text);
                        case TOOL_USE -> new LlmPart.ToolUse(piece.callId, piece.name, text.isEmpty() ? "{}" : text);
                        case OPAQUE -> new LlmPart.Opaque(piece.name, text);
                    });
        }
        return new LlmResponse(new LlmMessage(LlmRole.ASSISTANT, parts), reason, usage, model);
    }

    private enum Kind {
        TEXT,
        TOOL_USE,
        OPAQUE
    }

    private static final class Piece {
        private final Kind kind;
        private final String callId;
        private final String name;
        private final StringBuilder text = new StringBuilder();

        private Piece(Kind kind, String callId, String name) {
            this.kind = kind;
            this.callId = callId;
            this.name = name;
        }
    }
}
