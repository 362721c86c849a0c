package ai.netra.agents.core.json;

import ai.netra.agents.AgentKey;
import ai.netra.agents.core.journal.Encoded;
import ai.netra.agents.core.journal.StepId;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonText;
import java.lang.reflect.Type;
import java.util.Optional;

/** What the forms of journal entries need: values whose type a reader does not know, and the ids that are one text. */
record JournalValues(JsonCodec codec) {
    /** A value by its class. */
    JsonText text(Object value) {
        return new JsonText(value instanceof Encoded encoded ? encoded.text() : codec.encode(value));
    }

    /** A value by its declared type, which a sealed type that was tagged by annotation needs inside of a collection. */
    JsonText text(Object value, Type type) {
        return value instanceof Encoded || type == Object.class ? text(value) : new JsonText(codec.encode(value, type));
    }

    Encoded encoded(JsonText text) {
        return new Encoded(text.text(), codec);
    }

    /** Plain, and a type for who asks for one; what was null is an empty optional. */
    ToolResult toolResult(JsonText text) {
        return ToolResult.recorded(codec.plain(text).orElse(Optional.empty()), type -> codec.decode(text.text(), type));
    }

    AgentKey<?> key(String name) {
        return AgentKey.of(name, Object.class);
    }

    /** A step as {@link StepId#toString} writes it; the activation's path may hold steps itself. */
    StepId step(String text) {
        int ordinal = text.lastIndexOf('/');
        int attempt = text.lastIndexOf('!', ordinal);
        return new StepId(
                text.substring(0, attempt),
                Integer.parseInt(text.substring(attempt + 1, ordinal)),
                Integer.parseInt(text.substring(ordinal + 1)));
    }
}
