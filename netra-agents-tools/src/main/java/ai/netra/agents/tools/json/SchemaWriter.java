package ai.netra.agents.tools.json;

import ai.netra.agents.Attributes;
import ai.netra.agents.tool.Description;
import ai.netra.agents.tool.JsonSchema;
import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaBuilder;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.generator.TypeScope;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes schemas that say of a type what the codec does with it. The generator is made when the first schema is asked for. */
final class SchemaWriter {
    private final JsonMapper mapper;
    private final Tags tags;
    private final ConcurrentMap<Type, JsonSchema> schemas = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SchemaGenerator generator;

    SchemaWriter(JsonMapper mapper, Tags tags) {
        this.mapper = mapper;
        this.tags = tags;
    }

    JsonSchema schema(Type type) {
        JsonSchema known = schemas.get(type);
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            JsonSchema schema = JsonSchema.of(made().generateSchema(type).toString());
            schemas.put(type, schema);
            return schema;
        } finally {
            lock.unlock();
        }
    }

    /** An object of these members; not kept, as there is one of each. */
    JsonSchema schema(List<JsonMember> members) {
        lock.lock();
        try {
            SchemaBuilder builder = made().buildMultipleSchemaDefinitions();
            ObjectNode schema = mapper.createObjectNode()
                    .put("$schema", SchemaVersion.DRAFT_2020_12.getIdentifier())
                    .put("type", "object");
            ObjectNode properties = schema.putObject("properties");
            ArrayNode required = mapper.createArrayNode();
            for (JsonMember member : members) {
                properties.set(member.name(), builder.createSchemaReference(member.type()));
                if (member.presence() == JsonMember.Presence.REQUIRED) {
                    required.add(member.name());
                }
            }
            ObjectNode definitions = builder.collectDefinitions("$defs");
            for (JsonMember member : members) {
                if (properties.get(member.name()) instanceof ObjectNode node) {
                    member.description().ifPresent(text -> node.put("description", text));
                    member.byDefault().ifPresent(json -> node.set("default", mapper.readTree(json.text())));
                }
            }
            if (!definitions.isEmpty()) {
                schema.set("$defs", definitions);
            }
            if (!required.isEmpty()) {
                schema.set("required", required);
            }
            return JsonSchema.of(schema.put("additionalProperties", false).toString());
        } finally {
            lock.unlock();
        }
    }

    /** Called with the lock held. */
    private SchemaGenerator made() {
        SchemaGenerator known = generator;
        if (known == null) {
            known = generator();
            generator = known;
        }
        return known;
    }

    private SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                mapper,
                SchemaVersion.DRAFT_2020_12,
                new OptionPreset(
                        Option.SCHEMA_VERSION_INDICATOR,
                        Option.NONPUBLIC_NONSTATIC_FIELDS_WITH_GETTERS,
                        Option.NONPUBLIC_NONSTATIC_FIELDS_WITHOUT_GETTERS,
                        Option.PUBLIC_NONSTATIC_FIELDS,
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                        Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                        Option.PLAIN_DEFINITION_KEYS,
                        Option.ALLOF_CLEANUP_AT_THE_END,
                        Option.DUPLICATE_MEMBER_ATTRIBUTE_CLEANUP_AT_THE_END));
        builder.forTypesInGeneral()
                .withPropertySorter((unusedLeft, unusedRight) -> 0)
                .withCustomDefinitionProvider(this::definition)
                .withSubtypeResolver(this::cases)
                .withTypeAttributeOverride((node, scope, context) -> tag(node, scope))
                .withDescriptionResolver(
                        scope -> description(scope.getType().getErasedType().getAnnotation(Description.class)));
        builder.forFields()
                .withPropertyNameOverrideResolver(field -> Components.wireName(field.getDeclaredName()))
                .withRequiredCheck(SchemaWriter::required)
                .withTargetTypeOverridesResolver(SchemaWriter::withoutOptional)
                .withDescriptionResolver(field ->
                        field.isFakeContainerItemScope() ? null : description(field.getAnnotation(Description.class)));
        return new SchemaGenerator(builder.build());
    }

    private @Nullable CustomDefinition definition(ResolvedType type, SchemaGenerationContext context) {
        Class<?> raw = type.getErasedType();
        ObjectNode node = mapper.createObjectNode();
        if (Scalars.contains(raw)) {
            Scalars.Form form = Scalars.form(raw);
            node.put("type", form.type());
            if (!form.format().isEmpty()) {
                node.put("format", form.format());
            }
        } else if (raw.isEnum()) {
            node.put("type", "string");
            ArrayNode names = node.putArray("enum");
            for (Object constant : raw.getEnumConstants()) {
                names.add(mapper.<JsonNode>valueToTree(constant));
            }
        } else if (raw == Optional.class) {
            // One that is not a member cannot be left out: it is written as null. Members are taken care of by their
            // target type.
            ArrayNode either = node.putArray("anyOf");
            either.add(context.createDefinitionReference(
                    type.typeParametersFor(Optional.class).getFirst()));
            either.addObject().put("type", "null");
        } else if (raw == Attributes.class) {
            node.put("type", "object");
        } else if (raw != Object.class && raw != JsonText.class) {
            return null;
        }
        return new CustomDefinition(
                node, CustomDefinition.DefinitionType.INLINE, CustomDefinition.AttributeInclusion.NO);
    }

    private static @Nullable List<ResolvedType> withoutOptional(FieldScope field) {
        ResolvedType type = field.getType();
        return type.getErasedType() == Optional.class && !field.isFakeContainerItemScope()
                ? List.of(type.typeParametersFor(Optional.class).getFirst())
                : null;
    }

    private @Nullable List<ResolvedType> cases(ResolvedType declared, SchemaGenerationContext context) {
        Class<?> raw = declared.getErasedType();
        return tags.of(raw)
                .filter(tag -> tag.nameOf(raw).isEmpty())
                .map(tag -> tag.below(raw).stream()
                        .map(entry -> context.getTypeContext().resolveSubtype(declared, entry.getValue()))
                        .toList())
                .orElse(null);
    }

    private void tag(ObjectNode node, TypeScope scope) {
        Class<?> raw = scope.getType().getErasedType();
        tags.of(raw)
                .ifPresent(tag -> tag.nameOf(raw).ifPresent(name -> {
                    ObjectNode properties = mapper.createObjectNode();
                    properties.putObject(tag.property()).put("const", name);
                    if (node.get("properties") instanceof ObjectNode others) {
                        properties.setAll(others);
                    }
                    node.set("properties", properties);
                    ArrayNode required = mapper.createArrayNode().add(tag.property());
                    if (node.get("required") instanceof ArrayNode others) {
                        required.addAll(others);
                    }
                    node.set("required", required);
                }));
    }

    private static boolean required(FieldScope field) {
        Class<?> declaring = field.getDeclaringType().getErasedType();
        if (declaring.isRecord()) {
            for (RecordComponent component : declaring.getRecordComponents()) {
                if (component.getName().equals(field.getDeclaredName())) {
                    return !Components.mayBeAbsent(component)
                            && !Components.isOptional(field.getDeclaredType().getErasedType());
                }
            }
        }
        return !Components.isOptional(field.getDeclaredType().getErasedType());
    }

    private static @Nullable String description(@Nullable Description description) {
        return description == null ? null : description.value();
    }
}
