package ai.netra.agents.tools.json;

import ai.netra.agents.InvalidDefinitionException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the cases of sealed types are told apart in JSON: a property, and its value for each case.
 *
 * @param byRoot for each sealed type, its tag
 */
record Tags(Map<Class<?>, Tag> byRoot) {
    /**
     * The tag of one sealed type.
     *
     * @param root the sealed type
     * @param property the property that holds the case's name
     * @param cases the cases by name
     */
    record Tag(Class<?> root, String property, Map<String, Class<?>> cases) {
        /** The name of a case, where the class is one. */
        Optional<String> nameOf(Class<?> type) {
            return cases.entrySet().stream()
                    .filter(entry -> entry.getValue() == type)
                    .map(Map.Entry::getKey)
                    .findFirst();
        }

        /** The cases that a type stands for: all for the root, those below it for a sealed type between. */
        List<Map.Entry<String, Class<?>>> below(Class<?> type) {
            return cases.entrySet().stream()
                    .filter(entry -> type.isAssignableFrom(entry.getValue()))
                    .toList();
        }
    }

    Tags {
        byRoot = Map.copyOf(byRoot);
    }

    /** The tag of a sealed type, of one between it and its cases, or of a case. */
    Optional<Tag> of(Class<?> type) {
        if (type == Object.class || type.isPrimitive()) {
            return Optional.empty();
        }
        Tag own = byRoot.get(type);
        if (own != null) {
            return Optional.of(own);
        }
        for (Tag tag : byRoot.values()) {
            if (tag.root().isAssignableFrom(type)) {
                return Optional.of(tag);
            }
        }
        return Optional.empty();
    }

    /** A tag, checked against the sealed type it is for. */
    static Tag checked(Class<?> root, String property, Map<String, ? extends Class<?>> cases) {
        if (!root.isSealed()) {
            throw new InvalidDefinitionException(
                    "tag '" + property + "' of " + root.getName() + ": the type is not sealed; seal it");
        }
        if (property.isBlank()) {
            throw new InvalidDefinitionException(
                    "tag of " + root.getName() + " has a blank property; use one such as type");
        }
        Set<Class<?>> leaves = new LinkedHashSet<>();
        collectLeaves(root, root, leaves);
        Map<String, Class<?>> named = new LinkedHashMap<>();
        cases.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            Class<?> type = entry.getValue();
            if (!leaves.remove(type)) {
                throw new InvalidDefinitionException(
                        "tag '" + property + "' of " + root.getName() + " names " + type.getName() + " as '"
                                + entry.getKey() + "', which is no case of it or is named twice; name each case once");
            }
            checkProperty(property, type);
            named.put(entry.getKey(), type);
        });
        if (!leaves.isEmpty()) {
            throw new InvalidDefinitionException("tag '" + property + "' of " + root.getName() + " has no name for "
                    + new ArrayList<>(leaves.stream().map(Class::getName).toList()) + "; add one for each");
        }
        return new Tag(root, property, named);
    }

    private static void collectLeaves(Class<?> root, Class<?> type, Set<Class<?>> leaves) {
        if (type.isSealed()) {
            if (!type.isInterface() && !Modifier.isAbstract(type.getModifiers())) {
                leaves.add(type);
            }
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collectLeaves(root, permitted, leaves);
            }
        } else if (Modifier.isFinal(type.getModifiers())) {
            leaves.add(type);
        } else {
            throw new InvalidDefinitionException(type.getName() + ", a case of " + root.getName()
                    + ", is open to subclasses, which could not be told apart; make it final, sealed or a record");
        }
    }

    private static void checkProperty(String property, Class<?> type) {
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                if (Components.wireName(component.getName()).equals(property)) {
                    throw new InvalidDefinitionException("tag '" + property + "' clashes with the component "
                            + type.getName() + "." + component.getName() + "; choose another property");
                }
            }
        }
    }
}
