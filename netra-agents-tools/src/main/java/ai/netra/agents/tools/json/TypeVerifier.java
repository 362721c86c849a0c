package ai.netra.agents.tools.json;

import ai.netra.agents.InvalidDefinitionException;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

/** Walks a type's structure for what could not be written, or not be read back, and names the component and the fix. */
final class TypeVerifier {
    private final TypeFactory types;
    private final Tags tags;
    private final Module reader = JsonMapper.class.getModule();
    private final Set<Type> sound = ConcurrentHashMap.newKeySet();

    TypeVerifier(JsonMapper mapper, Tags tags) {
        this.types = mapper.getTypeFactory();
        this.tags = tags;
    }

    void verify(Type type) {
        if (!sound.contains(type)) {
            new Walk().visit(type, types.constructType(type), type.getTypeName());
            sound.add(type);
        }
    }

    /** One walk, which remembers where it has been: types may contain themselves. */
    private final class Walk {
        private final Set<JavaType> visited = ConcurrentHashMap.newKeySet();

        /** The declared type, for what resolving it would hide, and the resolved one. */
        void visit(Type declared, JavaType type, String where) {
            refuseRaw(declared, where);
            walk(type, where);
        }

        private void refuseRaw(Type declared, String where) {
            switch (declared) {
                case Class<?> c when c.isArray() -> refuseRaw(c.getComponentType(), where);
                case Class<?> c
                when c.getTypeParameters().length > 0 ->
                    throw new InvalidDefinitionException(where + " is a raw "
                            + c.getSimpleName()
                            + ", whose contents would come back as maps and numbers; give its type arguments, such as "
                            + c.getSimpleName() + "<" + "String, ".repeat(c.getTypeParameters().length - 1) + "Draft>"
                            + (where.equals(c.getTypeName()) ? ", in a TypeRef" : ""));
                case ParameterizedType parameterized -> {
                    for (Type argument : parameterized.getActualTypeArguments()) {
                        refuseRaw(argument, where);
                    }
                }
                case GenericArrayType array -> refuseRaw(array.getGenericComponentType(), where);
                case WildcardType wildcard -> refuseRaw(wildcard.getUpperBounds()[0], where);
                default -> {}
            }
        }

        private void walk(JavaType type, String where) {
            Class<?> raw = type.getRawClass();
            if (Scalars.contains(raw) || raw.isEnum() || ApiModule.TYPES.contains(raw) || !visited.add(type)) {
                return;
            }
            if (raw.isArray()) {
                walk(type.getContentType(), where + "[]");
            } else if (Map.class.isAssignableFrom(raw)) {
                map(type, where);
            } else if (Collection.class.isAssignableFrom(raw)) {
                element(type.getContentType(), where);
            } else if (raw == Optional.class) {
                walk(type.getContentType(), where);
            } else if (raw == Object.class) {
                throw new InvalidDefinitionException(where
                        + " is an Object: records in it would come back as maps; declare its type, or use"
                        + " Map<String, Object> for plain JSON");
            } else if (tags.of(raw).filter(tag -> tag.nameOf(raw).isEmpty()).isPresent()) {
                for (Map.Entry<String, Class<?>> entry :
                        tags.of(raw).orElseThrow().below(raw)) {
                    walk(
                            types.constructSpecializedType(type, entry.getValue()),
                            entry.getValue().getTypeName());
                }
            } else if (isAnnotated(raw)) {
                Class<?>[] permitted = raw.getPermittedSubclasses();
                if (permitted != null) {
                    for (Class<?> subclass : permitted) {
                        walk(types.constructSpecializedType(type, subclass), subclass.getTypeName());
                    }
                }
            } else if (raw.isSealed()) {
                throw new InvalidDefinitionException(where + " is a " + raw.getName()
                        + ", which is sealed and has no tag, so that its cases cannot be told apart; declare one with"
                        + " JsonCodec.builder().tag("
                        + raw.getSimpleName() + ".class, \"type\", Map.of(…)), or annotate it with @JsonTypeInfo");
            } else if (raw.isRecord()) {
                record(type);
            } else {
                other(type, where);
            }
        }

        private void map(JavaType type, String where) {
            if (!Scalars.isKey(type.getKeyType().getRawClass())) {
                throw new InvalidDefinitionException(where + " is a map with keys of "
                        + type.getKeyType().toCanonical() + ", which cannot be names in JSON; use String or an enum");
            }
            element(type.getContentType(), where);
        }

        /** In a container an Object is plain JSON: strings, Long, Double, Boolean, lists and maps. */
        private void element(JavaType element, String where) {
            if (element.getRawClass() != Object.class) {
                walk(element, where);
            }
        }

        private void record(JavaType type) {
            Class<?> raw = type.getRawClass();
            requireOpen(raw);
            for (RecordComponent component : raw.getRecordComponents()) {
                visit(
                        component.getGenericType(),
                        types.resolveMemberType(component.getGenericType(), type.getBindings()),
                        raw.getTypeName() + "." + component.getName());
            }
        }

        private void other(JavaType type, String where) {
            Class<?> raw = type.getRawClass();
            if (raw.isInterface() || Modifier.isAbstract(raw.getModifiers())) {
                throw new InvalidDefinitionException(where + " is a " + raw.getName() + ", which is "
                        + (raw.isInterface() ? "an interface" : "abstract")
                        + ", so that it cannot be read back; use a record, or seal it and declare a tag");
            }
            if (raw.getName().startsWith("java.")
                    || Throwable.class.isAssignableFrom(raw)
                    || Stream.of(raw.getDeclaredConstructors(), raw.getDeclaredMethods())
                            .flatMap(Stream::of)
                            .noneMatch(this::creates)) {
                throw new InvalidDefinitionException(where + " is a " + raw.getName()
                        + ", which has no JSON form that could be read back; use a record, a collection, a map"
                        + " or a scalar");
            }
            requireOpen(raw);
            for (Field field : raw.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                    visit(
                            field.getGenericType(),
                            types.resolveMemberType(field.getGenericType(), type.getBindings()),
                            raw.getTypeName() + "." + field.getName());
                }
            }
        }

        private boolean creates(AnnotatedElement member) {
            return member.isAnnotationPresent(JsonCreator.class)
                    || (member instanceof Constructor<?> constructor && constructor.getParameterCount() == 0);
        }
    }

    private static boolean isAnnotated(Class<?> raw) {
        return (raw.isInterface() || Modifier.isAbstract(raw.getModifiers()))
                && raw.isAnnotationPresent(JsonTypeInfo.class);
    }

    /** A public class in an exported package can be reached without being opened. */
    private void requireOpen(Class<?> raw) {
        Module module = raw.getModule();
        String name = raw.getPackageName();
        if (module.isOpen(name, reader) || (module.isExported(name, reader) && isPublic(raw))) {
            return;
        }
        throw new InvalidDefinitionException(
                raw.getName() + " is in package " + name + ", which module " + module.getName()
                        + " does not open to the JSON codec; add to its module-info: opens " + name
                        + (reader.isNamed() ? " to " + reader.getName() : "") + ";");
    }

    private static boolean isPublic(Class<?> raw) {
        for (Class<?> c = raw; c != null; c = c.getEnclosingClass()) {
            if (!Modifier.isPublic(c.getModifiers())) {
                return false;
            }
        }
        return true;
    }
}
