package ai.netra.agents.httptools;

import ai.netra.agents.InvalidDefinitionException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of an OpenAPI document, as JSON Schema of draft 2020-12: with what 3.0 says differently said so, and references to the document as references to
 * {@code $defs}.
 */
final class OpenApiSchemas {
    private static final String DEFINITIONS = "#/$defs/";
    private static final int MOST_REFERENCES = 100;

    /** What says nothing about values. */
    private static final Set<String> DROPPED = Set.of(
            "discriminator", "xml", "externalDocs", "example", "examples", "readOnly", "writeOnly", "deprecated");

    /** Where the members are schemas by name, whatever the names are. */
    private static final Set<String> MAPS =
            Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");

    /** Where there are values, not schemas. */
    private static final Set<String> VALUES = Set.of("enum", "const", "default", "required", "type");

    private final Map<String, Object> document;

    OpenApiSchemas(Map<String, Object> document) {
        this.document = document;
    }

    /** An object, or the one that it refers to. */
    Map<String, Object> resolved(Object value, String what) {
        Map<String, Object> object = SchemaProperties.object(value, what);
        Set<String> seen = new HashSet<>();
        while (object.get("$ref") instanceof String reference) {
            if (!seen.add(reference)) {
                throw new InvalidDefinitionException(what + " refers to itself, by " + reference);
            }
            object = SchemaProperties.object(at(reference), reference);
        }
        return object;
    }

    /** What a reference within the document is to. */
    private Object at(String reference) {
        if (!reference.startsWith("#/")) {
            throw new InvalidDefinitionException("the OpenAPI document refers to '" + reference
                    + "', which is not in it; bundle it into one document");
        }
        Object found = document;
        for (String step : reference.substring(2).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            Object next = found instanceof Map<?, ?> map
                    ? map.get(name)
                    : found instanceof List<?> list && name.matches("\\d{1,6}") && Integer.parseInt(name) < list.size()
                            ? list.get(Integer.parseInt(name))
                            : null;
            if (next == null) {
                throw new InvalidDefinitionException(
                        "the OpenAPI document refers to '" + reference + "', and there is no '" + name + "'");
            }
            found = next;
        }
        return found;
    }

    /** A schema, with the description of the parameter or body it is for, where it has none. */
    Object schema(Object schema, Map<String, Object> described) {
        Object converted = converted(schema);
        if (converted instanceof Map<?, ?> map && described.get("description") instanceof String words) {
            Map<String, Object> with = new LinkedHashMap<>(SchemaProperties.object(map, "a schema"));
            with.putIfAbsent("description", words);
            return with;
        }
        return converted;
    }

    /** The schemas that others refer to, and those that they do, by the names that {@link #converted} gives them. */
    Map<String, Object> definitions(Object of) {
        Map<String, Object> definitions = new LinkedHashMap<>();
        Deque<Object> left = new ArrayDeque<>(List.of(of));
        Set<String> references = new HashSet<>();
        while (!left.isEmpty()) {
            collect(left.pop(), references);
            for (String reference : references) {
                if (!definitions.containsKey(reference)) {
                    if (definitions.size() == MOST_REFERENCES) {
                        throw new InvalidDefinitionException(
                                "a schema of the OpenAPI document refers to more than " + MOST_REFERENCES
                                        + " others, which no model reads; leave the operation out with only(...)");
                    }
                    Object definition = converted(at(original(reference)));
                    definitions.put(reference, definition);
                    left.push(definition);
                }
            }
        }
        return definitions;
    }

    private static void collect(@Nullable Object value, Set<String> references) {
        if (value instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String reference && reference.startsWith(DEFINITIONS)) {
                references.add(reference.substring(DEFINITIONS.length()));
            }
            map.values().forEach(member -> collect(member, references));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> collect(element, references));
        }
    }

    /** A name without slashes for a place in the document, and back. */
    private static String named(String reference) {
        return reference.substring(2).replace("_", "__").replace("/", "_.").replace("~", "_-");
    }

    private static String original(String name) {
        StringBuilder reference = new StringBuilder("#/");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                i++;
                reference.append(
                        switch (name.charAt(i)) {
                            case '.' -> '/';
                            case '-' -> '~';
                            default -> '_';
                        });
            } else {
                reference.append(c);
            }
        }
        return reference.toString();
    }

    private Object converted(Object schema) {
        if (!(schema instanceof Map<?, ?> map)) {
            return schema; // true and false are schemas
        }
        Map<String, Object> from = SchemaProperties.object(map, "a schema");
        Map<String, Object> to = new LinkedHashMap<>();
        if (from.get("$ref") instanceof String reference) {
            at(reference);
            to.put("$ref", DEFINITIONS + named(reference));
            return nullable(from, to);
        }
        from.forEach((name, value) -> {
            if (value == null || DROPPED.contains(name) || name.equals("nullable") || name.startsWith("x-")) {
                return;
            }
            if (MAPS.contains(name)) {
                Map<String, Object> members = new LinkedHashMap<>();
                SchemaProperties.object(value, name).forEach((key, member) -> members.put(key, converted(member)));
                to.put(name, members);
            } else if (value instanceof List<?> list && !VALUES.contains(name)) {
                List<Object> all = new ArrayList<>();
                list.forEach(element -> all.add(converted(element)));
                to.put(name, all);
            } else {
                to.put(name, VALUES.contains(name) ? value : converted(value));
            }
        });
        exclusive(to, "exclusiveMinimum", "minimum");
        exclusive(to, "exclusiveMaximum", "maximum");
        return nullable(from, to);
    }

    /** In 3.0 a boolean says that the other bound is not included. */
    private static void exclusive(Map<String, Object> schema, String name, String bound) {
        if (schema.get(name) instanceof Boolean excluded) {
            schema.remove(name);
            if (excluded && schema.get(bound) != null) {
                schema.put(name, schema.remove(bound));
            }
        }
    }

    /** In 3.0 null is allowed by a word of its own. */
    private static Map<String, Object> nullable(Map<String, Object> from, Map<String, Object> to) {
        if (!Boolean.TRUE.equals(from.get("nullable"))) {
            return to;
        }
        return new LinkedHashMap<>(Map.of("anyOf", List.of(to, Map.of("type", "null"))));
    }
}
