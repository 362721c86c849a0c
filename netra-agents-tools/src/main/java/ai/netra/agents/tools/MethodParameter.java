package ai.netra.agents.tools;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.tool.Argument;
import ai.netra.agents.tool.Description;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonMember;
import ai.netra.agents.tools.json.JsonText;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A parameter of a method that is a tool: an argument, or the call's context. */
sealed interface MethodParameter {
    /** What it is in the schema; nothing for one that no model sees. */
    Optional<JsonMember> member();

    /** What to call the method with. */
    @Nullable
    Object value(Map<String, JsonText> arguments, ToolContext context, JsonCodec codec);

    /** The context of the call. */
    record Context() implements MethodParameter {
        @Override
        public Optional<JsonMember> member() {
            return Optional.empty();
        }

        @Override
        public Object value(Map<String, JsonText> arguments, ToolContext context, JsonCodec codec) {
            return context;
        }
    }

    /**
     * One argument.
     *
     * @param json what it is in the schema
     * @param absent what it is where the argument is left out
     * @param wrapped whether the method takes an optional of it
     */
    record Value(JsonMember json, Absent absent, Wrapping wrapped) implements MethodParameter {
        @Override
        public Optional<JsonMember> member() {
            return Optional.of(json);
        }

        @Override
        public @Nullable Object value(Map<String, JsonText> arguments, ToolContext context, JsonCodec codec) {
            JsonText given = arguments.get(json.name());
            Optional<JsonText> text = given == null || (given.text().equals("null") && absent != Absent.REFUSED)
                    ? json.byDefault()
                    : Optional.of(given);
            if (text.isEmpty() && absent == Absent.NULL) {
                return null;
            }
            if (text.isEmpty() && absent == Absent.EMPTY) {
                return wrapped == Wrapping.OPTIONAL ? Optional.empty() : emptyNumber(json.type());
            }
            Object value = codec.decode(text.map(JsonText::text).orElse("null"), json.type());
            return wrapped == Wrapping.OPTIONAL ? Optional.of(value) : value;
        }

        private static Object emptyNumber(Type type) {
            return type == OptionalInt.class
                    ? OptionalInt.empty()
                    : type == OptionalLong.class ? OptionalLong.empty() : OptionalDouble.empty();
        }
    }

    /** What there is in place of an argument that was left out. */
    enum Absent {
        /** An error. */
        REFUSED,
        /** The declared default. */
        DEFAULT,
        /** An empty optional. */
        EMPTY,
        /** Null. */
        NULL
    }

    /** How a method takes a value. */
    enum Wrapping {
        /** As it is. */
        NONE,
        /** In an {@link Optional}. */
        OPTIONAL
    }

    /** A method's parameter, as its annotations and its type say. */
    static MethodParameter of(JsonCodec codec, Method method, int index) {
        Parameter parameter = method.getParameters()[index];
        Type type = parameter.getParameterizedType();
        if (type == ToolContext.class) {
            return new Context();
        }
        String where = "parameter " + (index + 1) + " of " + AnnotatedTools.where(method);
        if (isVariable(type)) {
            throw new InvalidDefinitionException(where + " is of type " + type.getTypeName()
                    + ", which is not known here; give it a type of its own");
        }
        Argument annotation = parameter.getAnnotation(Argument.class);
        String name = name(parameter, annotation, where);
        boolean optional = parameter.getType() == Optional.class;
        if (optional && !(type instanceof ParameterizedType)) {
            throw new InvalidDefinitionException(where + " is a raw Optional; give its type argument");
        }
        Type inner = optional ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
        try {
            codec.verify(inner);
        } catch (InvalidDefinitionException e) {
            throw new InvalidDefinitionException(where + ", argument '" + name + "': " + e.getMessage());
        }
        Optional<JsonText> byDefault = byDefault(codec, inner, annotation, where);
        Absent absent = byDefault.isPresent()
                ? Absent.DEFAULT
                : optional || isOptionalNumber(inner)
                        ? Absent.EMPTY
                        : isNullable(parameter) && !parameter.getType().isPrimitive() ? Absent.NULL : Absent.REFUSED;
        Description description = parameter.getAnnotation(Description.class);
        JsonMember member = new JsonMember(
                name,
                inner,
                absent == Absent.REFUSED ? JsonMember.Presence.REQUIRED : JsonMember.Presence.OPTIONAL,
                Optional.ofNullable(description).map(Description::value),
                byDefault);
        return new Value(member, absent, optional ? Wrapping.OPTIONAL : Wrapping.NONE);
    }

    private static String name(Parameter parameter, @Nullable Argument annotation, String where) {
        if (annotation != null && !annotation.value().isBlank()) {
            return annotation.value();
        }
        if (annotation == null && parameter.isNamePresent()) {
            return JsonCodec.memberName(parameter.getName());
        }
        throw new InvalidDefinitionException(
                where + ", a " + parameter.getType().getSimpleName()
                        + ", has no name; annotate it with @Argument(\"its_name\"), or compile with -parameters");
    }

    private static Optional<JsonText> byDefault(
            JsonCodec codec, Type type, @Nullable Argument annotation, String where) {
        if (annotation == null || annotation.byDefault().length == 0) {
            return Optional.empty();
        }
        if (annotation.byDefault().length > 1) {
            throw new InvalidDefinitionException(where + " has " + annotation.byDefault().length
                    + " defaults; give one, that of a list as JSON, such as \"[1,2]\"");
        }
        String text = annotation.byDefault()[0];
        try {
            String json = isText(codec, text, type) ? codec.encode(text) : text;
            return Optional.of(new JsonText(codec.encode(codec.decode(json, type), type)));
        } catch (JsonException e) {
            throw new InvalidDefinitionException(where + " has a default that is no "
                    + type.getTypeName() + ": " + e.getMessage()
                    + "; write one that is text in JSON as it is, and any other as JSON");
        }
    }

    private static boolean isText(JsonCodec codec, String text, Type type) {
        try {
            codec.decode(codec.encode(text), type);
            return true;
        } catch (JsonException isNot) {
            return false;
        }
    }

    private static boolean isOptionalNumber(Type type) {
        return type == OptionalInt.class || type == OptionalLong.class || type == OptionalDouble.class;
    }

    /** Any annotation of that name: hosts use several. */
    static boolean isNullable(Parameter parameter) {
        return isNullable(parameter.getAnnotatedType()) || isNullable((AnnotatedElement) parameter);
    }

    static boolean isNullable(AnnotatedElement element) {
        return Stream.of(element.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> type.getSimpleName().equals("Nullable"));
    }

    private static boolean isVariable(Type type) {
        return switch (type) {
            case TypeVariable<?> variable -> true;
            case ParameterizedType parameterized ->
                Arrays.stream(parameterized.getActualTypeArguments()).anyMatch(MethodParameter::isVariable);
            case GenericArrayType array -> isVariable(array.getGenericComponentType());
            case WildcardType wildcard -> isVariable(wildcard.getUpperBounds()[0]);
            default -> false;
        };
    }
}
