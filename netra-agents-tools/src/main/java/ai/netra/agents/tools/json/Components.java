package ai.netra.agents.tools.json;

import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.PropertyNamingStrategies;

/** What the codec and the schema must agree on about the components of a record. */
final class Components {
    /** The naming of members. */
    static final Naming NAMING = new Naming();

    private Components() {}

    /** The name in JSON: snake_case. */
    static String wireName(String name) {
        return NAMING.translate(name);
    }

    /** The name of an enum constant in JSON: lower case. */
    static String wireConstant(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Whether a component may be absent: it is an optional, or marked {@code @Nullable}. */
    static boolean mayBeAbsent(RecordComponent component) {
        return isOptional(component.getType()) || isNullable(component);
    }

    static boolean isOptional(Class<?> type) {
        return type == Optional.class
                || type == OptionalInt.class
                || type == OptionalLong.class
                || type == OptionalDouble.class;
    }

    /** Whether nothing at all is read as an empty one of these. */
    static boolean isContainer(Class<?> type) {
        return Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type) || type.isArray();
    }

    static boolean isNullable(RecordComponent component) {
        return hasNullable(component.getAnnotatedType().getAnnotations()) || hasNullable(component.getAnnotations());
    }

    /** Any annotation of that name: hosts use several. */
    private static boolean hasNullable(Annotation[] annotations) {
        for (Annotation annotation : annotations) {
            if (annotation.annotationType().getSimpleName().equals("Nullable")) {
                return true;
            }
        }
        return false;
    }

    /** Jackson's snake_case, for use outside of Jackson too. */
    static final class Naming extends PropertyNamingStrategies.SnakeCaseStrategy {
        private static final long serialVersionUID = 1L;

        @Override
        protected String translate(String name) {
            return super.translate(name);
        }
    }
}
