package ai.netra.agents.tools.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.RecordComponent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.Version;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.PropertyMetadata;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.introspect.VirtualAnnotatedMember;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.VirtualBeanPropertyWriter;
import tools.jackson.databind.util.Annotations;
import tools.jackson.databind.util.SimpleBeanPropertyDefinition;

/**
 * Tells Jackson what the types themselves do not say: the tags of sealed types, and which components of records may be absent. Annotations on a type
 * come first.
 *
 * <p>The tag is written as a property of each case, not by Jackson's type serializer, so that it is there whatever type the value was declared as: in
 * a {@code Map<String, Object>} too.
 */
final class CodecIntrospector extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1L;
    private static final JsonSetter.Value REQUIRED = JsonSetter.Value.forValueNulls(Nulls.FAIL);
    private static final JsonSetter.Value EMPTY = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY);

    private final transient Tags tags;

    CodecIntrospector(Tags tags) {
        this.tags = tags;
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
        if (!(annotated instanceof AnnotatedClass type)) {
            return null;
        }
        return tags.of(type.getRawType())
                .map(tag -> JsonTypeInfo.Value.construct(
                        JsonTypeInfo.Id.NAME,
                        JsonTypeInfo.As.EXISTING_PROPERTY,
                        tag.property(),
                        null,
                        false,
                        true,
                        null))
                .orElse(null);
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
        if (!(annotated instanceof AnnotatedClass type)) {
            return null;
        }
        return tags.of(type.getRawType())
                .map(tag -> tag.below(type.getRawType()).stream()
                        .map(entry -> new NamedType(entry.getValue(), entry.getKey()))
                        .toList())
                .orElse(null);
    }

    @Override
    public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
        return tags.of(type.getRawType())
                .flatMap(tag -> tag.nameOf(type.getRawType()))
                .orElse(null);
    }

    @Override
    public void findAndAddVirtualProperties(
            MapperConfig<?> config, AnnotatedClass type, List<BeanPropertyWriter> properties) {
        tags.of(type.getRawType())
                .ifPresent(tag -> tag.nameOf(type.getRawType())
                        .ifPresent(name -> properties.add(0, TagWriter.of(config, type, tag.property(), name))));
    }

    @Override
    public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
        if (!(annotated instanceof AnnotatedParameter parameter)
                || !parameter.getDeclaringClass().isRecord()) {
            return JsonSetter.Value.empty();
        }
        RecordComponent[] components = parameter.getDeclaringClass().getRecordComponents();
        if (parameter.getOwner().getParameterCount() != components.length) {
            return JsonSetter.Value.empty();
        }
        Class<?> type = parameter.getType().getRawClass();
        if (Components.isOptional(type) || Components.isNullable(components[parameter.getIndex()])) {
            return JsonSetter.Value.empty();
        }
        return Components.isContainer(type) ? EMPTY : REQUIRED;
    }

    /** Writes the name of a case. */
    private static final class TagWriter extends VirtualBeanPropertyWriter {
        private static final long serialVersionUID = 1L;

        private final String tag;

        private TagWriter(BeanPropertyDefinition definition, Annotations annotations, JavaType type, String tag) {
            super(definition, annotations, type);
            this.tag = tag;
        }

        static TagWriter of(MapperConfig<?> config, AnnotatedClass type, String property, String tag) {
            JavaType text = config.constructType(String.class);
            BeanPropertyDefinition definition = SimpleBeanPropertyDefinition.construct(
                    config,
                    new VirtualAnnotatedMember(type, type.getRawType(), property, text),
                    PropertyName.construct(property),
                    PropertyMetadata.STD_REQUIRED,
                    JsonInclude.Include.ALWAYS);
            return new TagWriter(definition, type.getAnnotations(), text, tag);
        }

        @Override
        protected Object value(Object bean, JsonGenerator generator, SerializationContext context) {
            return tag;
        }

        @Override
        public VirtualBeanPropertyWriter withConfig(
                MapperConfig<?> config, AnnotatedClass declaring, BeanPropertyDefinition definition, JavaType type) {
            return this;
        }
    }
}
