package ai.netra.agents.tools.json;

import java.lang.reflect.Type;
import java.util.Optional;

/**
 * A member of a JSON object whose schema is written member by member, as that of a method's parameters is.
 *
 * @param name its name in JSON
 * @param type what its value is read as; for one that may be left out, the type of the value where there is one
 * @param presence whether it may be left out
 * @param description what it means
 * @param byDefault what is taken where it is left out, said in the schema
 */
public record JsonMember(
        String name, Type type, Presence presence, Optional<String> description, Optional<JsonText> byDefault) {
    /** Whether a member may be left out. */
    public enum Presence {
        /** It may not. */
        REQUIRED,
        /** It may. */
        OPTIONAL
    }
}
