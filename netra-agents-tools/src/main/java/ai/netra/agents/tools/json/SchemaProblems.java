package ai.netra.agents.tools.json;

import ai.netra.agents.tools.NearestName;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Puts a validator's errors into words: no contents, the nearest name where one is misspelled, and of alternatives the one that was meant. */
final class SchemaProblems {
    private static final int MOST = 5;
    private static final int LONGEST = 300;

    private final JsonNode schema;
    private final Map<Branch, Set<String>> otherCases = new LinkedHashMap<>();
    private final Map<Group, Set<Integer>> branches = new LinkedHashMap<>();

    private SchemaProblems(JsonNode schema) {
        this.schema = schema;
    }

    static List<SchemaProblem> of(List<Error> errors, JsonNode schema) {
        SchemaProblems words = new SchemaProblems(schema);
        errors.forEach(words::sort);
        Set<SchemaProblem> problems = new LinkedHashSet<>();
        for (Error error : errors) {
            if (problems.size() < MOST) {
                words.problem(error).ifPresent(problems::add);
            }
        }
        return List.copyOf(problems);
    }

    /**
     * A place in the text that must fit one of several schemas.
     *
     * @param keyword the path of the anyOf or oneOf
     * @param path the place
     */
    private record Group(String keyword, String path) {}

    /**
     * One of the several schemas.
     *
     * @param group which several
     * @param index which one
     */
    private record Branch(Group group, int index) {}

    /** Notes which alternatives an error belongs to, and whether it says that another case was meant. */
    private void sort(Error error) {
        List<Branch> within = branches(error);
        for (Branch branch : within) {
            branches.computeIfAbsent(branch.group(), key -> new TreeSet<>()).add(branch.index());
        }
        if (!within.isEmpty() && isTag(error)) {
            otherCases
                    .computeIfAbsent(within.getLast(), key -> new LinkedHashSet<>())
                    .add(tagValue(error));
        }
    }

    private Optional<SchemaProblem> problem(Error error) {
        for (Branch branch : branches(error)) {
            if (!otherCases.containsKey(branch)) {
                continue;
            }
            Group group = branch.group();
            Set<String> names = new LinkedHashSet<>();
            for (int index : Objects.requireNonNullElse(branches.get(group), Set.<Integer>of())) {
                Set<String> ofBranch = otherCases.get(new Branch(group, index));
                if (ofBranch == null) {
                    return Optional.empty();
                }
                names.addAll(ofBranch);
            }
            return isTag(error) ? Optional.of(wrongTag(error, names)) : Optional.empty();
        }
        return Optional.of(words(error));
    }

    private SchemaProblem wrongTag(Error error, Set<String> names) {
        boolean missing = "required".equals(error.getKeyword());
        String path = path(error.getInstanceLocation(), Integer.MAX_VALUE) + (missing ? "." + error.getProperty() : "");
        return new SchemaProblem(
                path,
                missing ? "is missing" : "names no case" + hint(error.getInstanceNode(), names),
                bounded("one of " + String.join(", ", names)));
    }

    /** A const, or the lack of a member that is a const: the tag of a case. */
    private boolean isTag(Error error) {
        return switch (error.getKeyword()) {
            case "const" -> error.getSchemaNode() != null;
            case "required" -> property(error).map(node -> node.has("const")).orElse(false);
            default -> false;
        };
    }

    private String tagValue(Error error) {
        JsonNode value = "const".equals(error.getKeyword())
                ? error.getSchemaNode()
                : property(error).map(node -> node.get("const")).orElseThrow();
        return text(value);
    }

    private SchemaProblem words(Error error) {
        String path = path(error.getInstanceLocation(), Integer.MAX_VALUE);
        JsonNode wanted = error.getSchemaNode();
        return switch (error.getKeyword()) {
            case "type" -> new SchemaProblem(path, "is " + found(error.getInstanceNode()), types(wanted));
            case "required" ->
                new SchemaProblem(
                        path + "." + error.getProperty(),
                        "is missing",
                        property(error).map(this::describe).orElse("a value"));
            case "additionalProperties", "unevaluatedProperties" -> unknown(error, path);
            case "enum" -> {
                List<String> names = new ArrayList<>();
                wanted.forEach(name -> names.add(text(name)));
                yield new SchemaProblem(
                        path,
                        "is " + found(error.getInstanceNode()) + ", but not one of those allowed"
                                + hint(error.getInstanceNode(), names),
                        bounded("one of " + String.join(", ", names)));
            }
            case "const" ->
                new SchemaProblem(
                        path, "is " + found(error.getInstanceNode()) + " of another value", bounded(text(wanted)));
            default ->
                new SchemaProblem(
                        path,
                        "is " + found(error.getInstanceNode()) + " that breaks " + error.getKeyword(),
                        bounded(error.getKeyword()
                                + (wanted == null || wanted.isContainer() ? "" : " " + text(wanted))));
        };
    }

    private SchemaProblem unknown(Error error, String path) {
        String name = Objects.requireNonNullElse(error.getProperty(), "");
        List<String> known = new ArrayList<>(parent(error).path("properties").propertyNames());
        return new SchemaProblem(
                path + "." + JsonFailures.printable(name),
                "is unknown"
                        + NearestName.of(name, known)
                                .map(nearest -> ", perhaps meant as " + nearest)
                                .orElse(""),
                known.isEmpty() ? "no such member" : bounded("only " + String.join(", ", known)));
    }

    private static String hint(JsonNode value, Collection<String> names) {
        return value != null && value.isString()
                ? NearestName.of(value.stringValue(), names)
                        .map(nearest -> ", perhaps meant as " + nearest)
                        .orElse("")
                : "";
    }

    /** The schema that the failed keyword stands in. */
    private JsonNode parent(Error error) {
        String location = error.getSchemaLocation().toString();
        String pointer = location.substring(location.indexOf('#') + 1);
        int last = pointer.lastIndexOf('/');
        return last <= 0 ? schema : schema.at(pointer.substring(0, last));
    }

    private Optional<JsonNode> property(Error error) {
        String name = error.getProperty();
        return name == null
                ? Optional.empty()
                : Optional.ofNullable(parent(error).path("properties").get(name));
    }

    private String describe(JsonNode node) {
        JsonNode target = node;
        if (node.path("$ref").isString() && node.path("$ref").stringValue().startsWith("#/")) {
            target = schema.at(node.path("$ref").stringValue().substring(1));
        }
        if (target.path("enum").isArray()) {
            List<String> names = new ArrayList<>();
            target.path("enum").forEach(name -> names.add(text(name)));
            return bounded("one of " + String.join(", ", names));
        }
        return target.has("type")
                ? types(target.get("type"))
                : target.has("const") ? text(target.get("const")) : "a value";
    }

    private static String types(JsonNode type) {
        if (type.isArray()) {
            List<String> names = new ArrayList<>();
            type.forEach(name -> names.add(article(text(name))));
            return String.join(" or ", names);
        }
        return article(text(type));
    }

    private static String article(String type) {
        return type.equals("null") ? type : ("aeiou".indexOf(type.charAt(0)) >= 0 ? "an " : "a ") + type;
    }

    private static String found(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT, POJO -> "an object";
            case ARRAY -> "an array";
            case STRING, BINARY -> "a string";
            case NUMBER -> node.isIntegralNumber() ? "an integer" : "a number";
            case BOOLEAN -> "a boolean";
            case NULL, MISSING -> "null";
        };
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : node.toString();
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /** The alternatives that an error lies in, outermost first. */
    private static List<Branch> branches(Error error) {
        NodePath evaluation = error.getEvaluationPath();
        List<Branch> found = new ArrayList<>();
        StringBuilder keyword = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < evaluation.getNameCount(); i++) {
            String name = String.valueOf(evaluation.getElement(i));
            keyword.append('/').append(name);
            switch (name) {
                case "properties", "patternProperties", "prefixItems" -> {
                    depth++;
                    i = append(evaluation, i, keyword);
                }
                case "items", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "contains" ->
                    depth++;
                case "anyOf", "oneOf" -> {
                    if (i + 1 < evaluation.getNameCount()) {
                        Group group = new Group(keyword.toString(), path(error.getInstanceLocation(), depth));
                        i = append(evaluation, i, keyword);
                        found.add(new Branch(group, Integer.parseInt(String.valueOf(evaluation.getElement(i)))));
                    }
                }
                case "allOf", "$defs" -> i = append(evaluation, i, keyword);
                default -> {}
            }
        }
        return found;
    }

    private static int append(NodePath path, int i, StringBuilder keyword) {
        if (i + 1 < path.getNameCount()) {
            keyword.append('/').append(path.getElement(i + 1));
            return i + 1;
        }
        return i;
    }

    private static String path(NodePath location, int depth) {
        StringBuilder path = new StringBuilder("$");
        for (int i = 0; i < Math.min(depth, location.getNameCount()); i++) {
            Object element = location.getElement(i);
            if (element instanceof Number) {
                path.append('[').append(element).append(']');
            } else {
                path.append('.').append(JsonFailures.printable(String.valueOf(element)));
            }
        }
        return path.toString();
    }
}
