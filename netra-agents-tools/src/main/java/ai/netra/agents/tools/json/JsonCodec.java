package ai.netra.agents.tools.json;

import ai.netra.agents.Handoff;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Outcome;
import ai.netra.agents.RouterDecision;
import ai.netra.agents.TypeRef;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.tool.JsonSchema;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.StringWriter;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Values to JSON and back: records, enums, collections, maps, optionals, the JDK's scalars, sealed types with a declared tag, and the value types of
 * the api.
 *
 * <ul>
 *   <li>Names are in snake_case, enum constants in lower case; reading ignores the case of constants.
 *   <li>{@code Instant} and {@code Duration} are ISO 8601 strings. {@code BigDecimal} keeps every digit and its scale. In an untyped place, a
 *       {@code Map<String, Object>} say, whole numbers come back as {@code Long}, the largest as {@code BigInteger}, others as {@code Double}.
 *   <li>An empty optional is left out. Reading, a missing optional is empty, so is a missing collection, map or array; any other missing or null
 *       component of a record is refused, unless it is marked {@code @Nullable}. Unknown members are ignored, numbers in strings refused, fractions
 *       not cut off, repeated members and trailing text refused.
 *   <li>A set that has an order of its own, a {@code LinkedHashSet} say, is written in it; others in the order of their elements' text. A {@code Set} is
 *       read in the order it is written in.
 *   <li>NaN and infinities have no JSON form and are refused.
 *   <li>The cases of a sealed type carry their tag whatever type they were declared as, if it was declared with {@link Builder#tag}. If it was declared
 *       with Jackson's {@code @JsonTypeInfo}, generic values must be encoded with their type.
 * </ul>
 *
 * <p>Immutable and thread-safe. What it learns of a type is kept for the codec's lifetime: have few codecs, not one per call.
 */
public final class JsonCodec {
    /** What is written as deep as it may be is still read when it stands, as a {@link JsonText}, inside something else. */
    private static final int ROOM_AROUND = 20;

    private static final JsonCodec STANDARD = builder().build();

    /** Only ever copied, which is a good deal cheaper than asking for one by name. */
    private static final MessageDigest SHA_256 = digest();

    private final Tags tags;
    private final JsonMapper mapper;
    private final JsonMapper canonical;
    private final TypeVerifier verifier;
    private final SchemaWriter schemas;
    private final ConcurrentMap<Type, ObjectReader> readers = new ConcurrentHashMap<>();
    private final ConcurrentMap<Type, ObjectWriter> writers = new ConcurrentHashMap<>();

    private JsonCodec(Tags tags) {
        this.tags = tags;
        this.mapper = mapper(tags, SetModule.unordered(), TextModule.verbatim()).build();
        this.canonical = mapper(tags, SetModule.all(), TextModule.canonical())
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
        this.verifier = new TypeVerifier(mapper, tags);
        this.schemas = new SchemaWriter(mapper, tags);
    }

    /** The codec with no tags but the api's own. One instance. */
    public static JsonCodec standard() {
        return STANDARD;
    }

    /** Builds a codec that knows the api's types, and the tags given. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a codec that knows what this one does, and more. */
    public Builder toBuilder() {
        return new Builder(tags);
    }

    /**
     * A value as JSON, by its class.
     *
     * @throws JsonException if it has no JSON form
     */
    public String encode(Object value) {
        Objects.requireNonNull(value, "value");
        try {
            return mapper.writeValueAsString(value);
        } catch (JacksonException e) {
            throw JsonFailures.writing(e, value.getClass());
        }
    }

    /**
     * A value as JSON, by its declared type: the same as {@link #encode(Object)}, but for sealed types that were tagged by annotation.
     *
     * @throws JsonException if it has no JSON form
     */
    public String encode(Object value, Type type) {
        Objects.requireNonNull(value, "value");
        try {
            return writers.computeIfAbsent(type, key -> mapper.writerFor(mapper.constructType(key)))
                    .writeValueAsString(value);
        } catch (JacksonException e) {
            throw JsonFailures.writing(e, type);
        } catch (IllegalArgumentException e) {
            throw new JsonException(
                    "a " + value.getClass().getName() + " was to be written as a " + type.getTypeName()
                            + ", which it is not",
                    "$",
                    type.getTypeName(),
                    0,
                    0,
                    null);
        }
    }

    /**
     * Reads a value of a class without type parameters.
     *
     * @throws JsonException if the text is not JSON, or does not fit
     */
    @SuppressWarnings("unchecked") // what is read is of the type; Class.cast would refuse primitives
    public <T> T decode(String json, Class<T> type) {
        return (T) read(json, type);
    }

    /**
     * Reads a value of a generic type.
     *
     * @throws JsonException if the text is not JSON, or does not fit
     */
    @SuppressWarnings("unchecked") // what is read is of the type
    public <T> T decode(String json, TypeRef<T> type) {
        return (T) read(json, type.type());
    }

    /**
     * Reads a value of a type known at run time, such as that of an agent's key.
     *
     * @throws JsonException if the text is not JSON, or does not fit
     */
    public Object decode(String json, Type type) {
        return read(json, type);
    }

    /**
     * A value in plain form: text, booleans, lists and maps in their order, whole numbers as {@code Long} or {@code BigInteger}, and others as
     * {@code Double}, or as {@code BigDecimal} where a double would be written in other digits. What this codec has written and reads so, it writes again
     * as it was.
     *
     * @return empty for JSON's null
     * @throws JsonException if the text is not JSON
     */
    public Optional<Object> plain(JsonText json) {
        try (JsonParser parser = mapper.createParser(json.text())) {
            if (parser.nextToken() == null) {
                throw JsonFailures.empty(Object.class);
            }
            return Optional.ofNullable(ExactTree.read(parser, ExactTree::number));
        } catch (JacksonException e) {
            throw JsonFailures.reading(e, Object.class, tags);
        }
    }

    /**
     * The same JSON with other texts: its strings, but no names of members.
     *
     * @param replacement what becomes of each
     * @throws JsonException if the text is not JSON
     */
    public String replaceTexts(String json, UnaryOperator<String> replacement) {
        StringWriter replaced = new StringWriter(json.length());
        try (JsonParser parser = mapper.createParser(json);
                JsonGenerator generator = mapper.createGenerator(replaced)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING) {
                    generator.writeString(replacement.apply(parser.getString()));
                } else {
                    generator.copyCurrentEventExact(parser);
                }
            }
        } catch (JacksonException e) {
            throw JsonFailures.reading(e, Object.class, tags);
        }
        return replaced.toString();
    }

    /**
     * The canonical JSON of a value, for comparing and hashing: no white space; members, map entries and the elements of sets in the order of their
     * text. Numbers are as in {@link #encode}: {@code 1.0} and {@code 1.00} differ. Only in a {@link JsonText} they are the same, as is any other way to
     * write that number.
     *
     * @throws JsonException if it has no JSON form
     */
    public String canonical(Object value) {
        Objects.requireNonNull(value, "value");
        try {
            return value instanceof String text ? quoted(text) : canonical.writeValueAsString(value);
        } catch (JacksonException e) {
            throw JsonFailures.writing(e, value.getClass());
        }
    }

    /** A text as the mapper writes it, without the mapper where that is plain. */
    private String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '\u007f' || Character.isSurrogate(c)) {
                return canonical.writeValueAsString(text);
            }
            if (c == '"' || c == '\\') {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    /**
     * The SHA-256 of the canonical JSON in UTF-8, in lower-case hexadecimal.
     *
     * @throws JsonException if it has no JSON form
     */
    public String sha256(Object value) {
        try {
            MessageDigest digest = (MessageDigest) SHA_256.clone();
            return HexFormat.of().formatHex(digest.digest(canonical(value).getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the SHA-256 of this platform cannot be copied", e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /**
     * Checks, by its structure, that values of a type can be written and read back. Cheap after the first time.
     *
     * @throws InvalidDefinitionException if not: a sealed type without a tag, a raw collection, an {@code Object}, an interface, a package not opened…;
     *     names the component and the fix
     */
    public void verify(Type type) {
        verifier.verify(type);
    }

    /**
     * The JSON Schema of a type, draft 2020-12: what this codec writes of the type fits it. Members that are not optional are required, others than
     * those of the type are not allowed, a sealed type is any of its cases. {@link ai.netra.agents.tool.Description} gives the descriptions. Made on
     * first use.
     *
     * @throws InvalidDefinitionException as {@link #verify}
     */
    public JsonSchema schema(Type type) {
        verify(type);
        return schemas.schema(type);
    }

    /**
     * The JSON Schema of an object that has these members and no others, draft 2020-12. A member's type is described as {@link #schema(Type)} does.
     *
     * @throws InvalidDefinitionException as {@link #verify}
     */
    public JsonSchema schema(List<JsonMember> members) {
        members.forEach(member -> verify(member.type()));
        return schemas.schema(members);
    }

    /** What a component or parameter of this name in Java is called in JSON: snake_case. */
    public static String memberName(String javaName) {
        return Components.wireName(javaName);
    }

    private Object read(String json, Type type) {
        ObjectReader reader = readers.computeIfAbsent(type, key -> mapper.readerFor(mapper.constructType(key)));
        try (JsonParser parser = reader.createParser(json)) {
            if (parser.nextToken() == null) {
                throw JsonFailures.empty(type);
            }
            @Nullable Object value = reader.readValue(parser);
            if (value == null) {
                throw JsonFailures.nothing(type);
            }
            if (parser.nextToken() != null) {
                throw JsonFailures.trailing(parser, type);
            }
            return value;
        } catch (JacksonException e) {
            throw JsonFailures.reading(e, type, tags);
        }
    }

    private static JsonMapper.Builder mapper(Tags tags, SetModule sets, TextModule texts) {
        JsonMapper.Builder builder = JsonMapper.builder(JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(StreamWriteConstraints.DEFAULT_MAX_DEPTH + ROOM_AROUND)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build());
        return builder.annotationIntrospector(
                        AnnotationIntrospector.pair(builder.annotationIntrospector(), new CodecIntrospector(tags)))
                .propertyNamingStrategy(Components.NAMING)
                .enumNamingStrategy((config, type, name) -> Components.wireConstant(name))
                .changeDefaultPropertyInclusion(
                        inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                .enable(
                        MapperFeature.INFER_RECORD_GETTERS_FROM_COMPONENTS_ONLY,
                        MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .disable(
                        MapperFeature.SORT_PROPERTIES_ALPHABETICALLY,
                        MapperFeature.ALLOW_COERCION_OF_SCALARS,
                        MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS)
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .enable(
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .disable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(
                        DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                        DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .withCoercionConfig(
                        LogicalType.Textual,
                        coercion -> coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .addModule(new FiniteModule())
                .addModule(new PlainModule())
                .addModule(new ApiModule())
                .addModule(sets)
                .addModule(texts);
    }

    /** Builds a {@link JsonCodec}. */
    public static final class Builder {
        private final Map<Class<?>, Tags.Tag> byRoot;

        private Builder() {
            this.byRoot = new HashMap<>();
            tag(
                    Outcome.class,
                    "status",
                    Map.of(
                            "succeeded",
                            Outcome.Succeeded.class,
                            "degraded",
                            Outcome.Degraded.class,
                            "skipped",
                            Outcome.Skipped.class,
                            "failed",
                            Outcome.Failed.class,
                            "timed_out",
                            Outcome.TimedOut.class,
                            "limit_exceeded",
                            Outcome.LimitExceeded.class,
                            "cancelled",
                            Outcome.Cancelled.class));
            tag(
                    LlmPart.class,
                    "type",
                    Map.of(
                            "text",
                            LlmPart.Text.class,
                            "image",
                            LlmPart.Image.class,
                            "tool_use",
                            LlmPart.ToolUse.class,
                            "tool_answer",
                            LlmPart.ToolAnswer.class,
                            "opaque",
                            LlmPart.Opaque.class));
            tag(
                    RouterDecision.class,
                    "action",
                    Map.of(
                            "call",
                            RouterDecision.Call.class,
                            "finish",
                            RouterDecision.Finish.class,
                            "give_up",
                            RouterDecision.GiveUp.class,
                            "unreadable",
                            RouterDecision.Unreadable.class));
            tag(Handoff.class, "action", Map.of("to", Handoff.To.class, "done", Handoff.Done.class));
        }

        private Builder(Tags tags) {
            this.byRoot = new HashMap<>(tags.byRoot());
        }

        /**
         * Declares how the cases of a sealed type are told apart: {@code tag(Payment.class, "type", Map.of("card", Card.class, "cash", Cash.class))}
         * writes {@code {"type":"card",…}}.
         *
         * @param sealed the sealed type; those between it and its cases are covered
         * @param property the member that holds the case's name
         * @param cases every case that can be instantiated, by name
         * @throws InvalidDefinitionException if the type is not sealed, has a tag, or a case is missing, foreign, named twice, open to subclasses, or has
         *     a component of the property's name
         */
        public Builder tag(Class<?> sealed, String property, Map<String, ? extends Class<?>> cases) {
            Tags.Tag tag = Tags.checked(sealed, property, cases);
            for (Tags.Tag other : byRoot.values()) {
                if (other.root().isAssignableFrom(sealed) || sealed.isAssignableFrom(other.root())) {
                    throw new InvalidDefinitionException("tag '" + property + "' of " + sealed.getName() + ": "
                            + other.root().getName() + " has the tag '" + other.property()
                            + "' already; declare one tag for the topmost sealed type");
                }
            }
            byRoot.put(sealed, tag);
            return this;
        }

        /** The codec. */
        public JsonCodec build() {
            return new JsonCodec(new Tags(byRoot));
        }
    }
}
