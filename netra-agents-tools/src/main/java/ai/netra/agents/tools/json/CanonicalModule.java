package ai.netra.agents.tools.json;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.type.CollectionType;

/** Writes the elements of sets in the order of their text: the JDK's own order of them changes from one process to the next. */
final class CanonicalModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    CanonicalModule() {
        super("netra-agents-canonical");
        setSerializerModifier(new ValueSerializerModifier() {
            private static final long serialVersionUID = 1L;

            @Override
            public ValueSerializer<?> modifyCollectionSerializer(
                    SerializationConfig config,
                    CollectionType type,
                    BeanDescription.Supplier description,
                    ValueSerializer<?> serializer) {
                return Set.class.isAssignableFrom(type.getRawClass()) ? new SortedSetSerializer() : serializer;
            }
        });
    }

    private static final class SortedSetSerializer extends ValueSerializer<Set<?>> {
        @Override
        public void serialize(Set<?> values, JsonGenerator generator, SerializationContext context) {
            List<String> texts = new ArrayList<>(values.size());
            for (Object value : values) {
                StringWriter text = new StringWriter();
                try (JsonGenerator nested = context.tokenStreamFactory().createGenerator(context, text)) {
                    context.writeValue(nested, value);
                }
                texts.add(text.toString());
            }
            Collections.sort(texts);
            generator.writeStartArray();
            for (String text : texts) {
                generator.writeRawValue(text);
            }
            generator.writeEndArray();
        }
    }
}
