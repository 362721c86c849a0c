package ai.netra.agents.testkit;

import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A JSON object as a server reads it: what is missing or of another type is refused by its path, with an {@link IllegalArgumentException}. */
final class WireObject {
    private final String path;
    private final Map<?, ?> members;

    private WireObject(String path, Map<?, ?> members) {
        this.path = path;
        this.members = members;
    }

    static WireObject parse(String json) {
        try {
            return of("", JsonCodec.standard().plain(new JsonText(json)).orElse(null));
        } catch (JsonException malformed) {
            throw new IllegalArgumentException("the body is not JSON: " + malformed.getMessage());
        }
    }

    private static WireObject of(String path, @Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            return new WireObject(path, members);
        }
        throw new IllegalArgumentException((path.isEmpty() ? "the body" : path) + ": expected an object");
    }

    private String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    boolean isText(String name) {
        return members.get(name) instanceof String;
    }

    boolean isTrue(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    /** A text that must be there. */
    String text(String name) {
        if (members.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(at(name) + (has(name) ? ": expected a string" : ": field required"));
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    Optional<Number> number(String name) {
        if (!has(name)) {
            return Optional.empty();
        }
        if (members.get(name) instanceof Number number) {
            return Optional.of(number);
        }
        throw new IllegalArgumentException(at(name) + ": expected a number");
    }

    WireObject object(String name) {
        return of(at(name), members.get(name));
    }

    Optional<WireObject> maybe(String name) {
        return has(name) ? Optional.of(object(name)) : Optional.empty();
    }

    /** A list of objects; none where it is missing. */
    List<WireObject> objects(String name) {
        List<WireObject> objects = new ArrayList<>();
        for (Object element : list(name)) {
            objects.add(of(at(name) + "[" + objects.size() + "]", element));
        }
        return objects;
    }

    List<String> texts(String name) {
        return list(name).stream().map(String::valueOf).toList();
    }

    private List<?> list(String name) {
        if (!has(name)) {
            return List.of();
        }
        if (members.get(name) instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException(at(name) + ": expected an array");
    }

    /** A member as JSON. */
    String json(String name) {
        Object value = members.get(name);
        if (value == null) {
            throw new IllegalArgumentException(at(name) + ": field required");
        }
        return JsonCodec.standard().encode(value);
    }

    /** This object as JSON. */
    String json() {
        return JsonCodec.standard().encode(members);
    }

    Map<String, String> strings() {
        Map<String, String> strings = new LinkedHashMap<>();
        members.forEach((name, value) -> strings.put(String.valueOf(name), String.valueOf(value)));
        return strings;
    }
}
