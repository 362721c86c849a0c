package ai.netra.agents.core.json;

import ai.netra.agents.Outcome;
import ai.netra.agents.TypeRef;
import ai.netra.agents.core.journal.Encoded;
import ai.netra.agents.core.journal.JournalEntry;
import ai.netra.agents.core.journal.JournalFormatException;
import ai.netra.agents.core.journal.RecordedDecision;
import ai.netra.agents.store.Payload;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonText;
import java.lang.reflect.Type;
import java.nio.charset.CharacterCodingException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The journal of a run as JSON: each entry a payload of its own, of a kind such as {@code began}, {@code decided} or {@code stepped}, and of schema 1.
 *
 * <p>What is read back says the same, but for what only the code knows. Agents are known by name: their keys have the type {@code Object}, as have
 * questions. Values whose type the entry does not say are {@link Encoded}: outputs, answers, what steps returned, and what is handed to the next
 * activation. What a model answered is an {@code LlmResponse} again, and what a tool gave a {@code ToolResult} in plain form.
 *
 * <p>Outputs are written by the type of their agent where the entry names it, and otherwise by their class, which is the same but for a sealed type that
 * was tagged by Jackson's annotation and stands inside of a list or map: such an output has no tags where an orchestrator finishes with it.
 *
 * <p>An entry always has the same bytes, in UTF-8. All strings come back as they were: half of a surrogate pair is written as an escape. Reading takes
 * members that it does not know for ones of a later version of the same schema, and leaves them out. Immutable and thread-safe.
 */
public final class JournalJson {
    private static final TypeRef<Map<String, JsonText>> MEMBERS = new TypeRef<>() {};

    private final JsonCodec codec;
    private final JournalValues values;
    private final SameDecisions decisions;
    private final Map<EntryKind, List<UnaryOperator<Map<String, JsonText>>>> upcasters;

    /**
     * Writes and reads by a codec.
     *
     * @param codec knows the tags of the outputs' types
     */
    public JournalJson(JsonCodec codec) {
        this(codec, new EnumMap<>(EntryKind.class));
    }

    /**
     * Reads what earlier schemas have written, too.
     *
     * @param upcasters for each kind that was ever changed: what makes, of the members of schema 1, those of schema 2; of those, schema 3; and so on
     */
    JournalJson(JsonCodec codec, Map<EntryKind, List<UnaryOperator<Map<String, JsonText>>>> upcasters) {
        this.codec = codec;
        this.values = new JournalValues(codec);
        this.decisions = new SameDecisions(values);
        this.upcasters = upcasters;
    }

    /**
     * An entry as a store keeps it. It is encoded when its bytes are asked for, which throws a {@link ai.netra.agents.tools.json.JsonException} where a
     * value has no JSON form.
     */
    public Payload encode(JournalEntry entry) {
        EntryKind kind = EntryKind.of(entry);
        return Payload.of(kind.label(), schema(kind), entry, this::bytes);
    }

    private byte[] bytes(JournalEntry entry) {
        return JsonBytes.of(codec.encode(EntryForm.of(entry, values)));
    }

    /**
     * The entry of a payload: the one it was made of, or else what its bytes say.
     *
     * @throws JournalFormatException if it is of a kind or schema that this version does not know, or damaged
     */
    public JournalEntry decode(Payload payload) {
        return payload.value(JournalEntry.class).orElseGet(() -> read(payload));
    }

    private JournalEntry read(Payload payload) {
        EntryKind kind = EntryKind.of(payload.kind())
                .orElseThrow(() ->
                        failure(payload, "is of a kind that is not known here; use a newer version of the library"));
        if (payload.schema() > schema(kind)) {
            throw failure(payload, "is newer than schema " + schema(kind) + "; use a newer version of the library");
        }
        try {
            String json = JsonBytes.text(payload.bytes());
            for (UnaryOperator<Map<String, JsonText>> upcaster : missed(kind, payload.schema())) {
                json = codec.encode(upcaster.apply(codec.decode(json, MEMBERS)));
            }
            return codec.decode(json, kind.form()).entry(values);
        } catch (CharacterCodingException | RuntimeException damaged) { // any value may be missing or of a wrong form,
            // and messages of what refuses it may quote it
            throw failure(payload, "is damaged; restore it from a backup");
        }
    }

    private int schema(EntryKind kind) {
        return 1 + upcasters.getOrDefault(kind, List.of()).size();
    }

    private List<UnaryOperator<Map<String, JsonText>>> missed(EntryKind kind, int schema) {
        List<UnaryOperator<Map<String, JsonText>>> all = upcasters.getOrDefault(kind, List.of());
        return all.subList(schema - 1, all.size());
    }

    private static JournalFormatException failure(Payload payload, String problem) {
        return new JournalFormatException(payload.kind(), payload.schema(), problem);
    }

    /**
     * Whether two decisions are the same, where the recorded one may have been read back: then agents are the same by name, and values by their JSON. It
     * is as {@code equals} otherwise.
     */
    public boolean same(RecordedDecision recorded, RecordedDecision now) {
        return decisions.same(recorded, now);
    }

    /**
     * An outcome with its output as a type, where that was read back; otherwise as it is.
     *
     * @throws ai.netra.agents.tools.json.JsonException if the output does not fit the type
     */
    public <T> Outcome<T> typed(Outcome<?> outcome, Type type) {
        return Encoded.typed(outcome, type);
    }
}
