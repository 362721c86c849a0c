package ai.netra.agents.tools.json;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.type.CollectionType;

/** Writes the elements of sets in the order of their text: the JDK's own order of them changes from one process to the next. */
final class SetModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    private SetModule(Predicate<Set<?>> sorted) {
        super("netra-agents-sets");
        setSerializerModifier(new ValueSerializerModifier() {
            private static final long serialVersionUID = 1L;

            @Override
            public ValueSerializer<?> modifyCollectionSerializer(
                    SerializationConfig config,
                    CollectionType type,
                    BeanDescription.Supplier description,
                    ValueSerializer<?> serializer) {
                return Set.class.isAssignableFrom(type.getRawClass()) ? new SetSerializer(sorted) : serializer;
            }
        });
    }

    /** All sets: those that are equal are written alike. */
    static SetModule all() {
        return new SetModule(set -> true);
    }

    /** Those without an order of their own; others keep theirs, and are read so that they do. */
    static SetModule unordered() {
        SetModule module = new SetModule(set -> !(set instanceof SequencedSet<?>));
        module.addAbstractTypeMapping(Set.class, LinkedHashSet.class);
        return module;
    }

    private static final class SetSerializer extends ValueSerializer<Set<?>> {
        private final Predicate<Set<?>> sorted;

        SetSerializer(Predicate<Set<?>> sorted) {
            this.sorted = sorted;
        }

        @Override
        public void serialize(Set<?> values, JsonGenerator generator, SerializationContext context) {
            generator.writeStartArray();
            if (sorted.test(values)) {
                for (String text : texts(values, context)) {
                    generator.writeRawValue(text);
                }
            } else {
                for (Object value : values) {
                    context.writeValue(generator, value);
                }
            }
            generator.writeEndArray();
        }

        private static List<String> texts(Set<?> values, SerializationContext context) {
            List<String> texts = new ArrayList<>(values.size());
            for (Object value : values) {
                StringWriter text = new StringWriter();
                try (JsonGenerator nested = context.tokenStreamFactory().createGenerator(context, text)) {
                    context.writeValue(nested, value);
                }
                texts.add(text.toString());
            }
            Collections.sort(texts);
            return texts;
        }
    }
}
