package ai.netra.agents.tools.json;

import java.io.StringWriter;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.util.RawValue;

/** Writes {@link JsonText} as it is, and reads what there is into one. */
final class TextModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    private TextModule(ValueSerializer<JsonText> serializer) {
        super("netra-agents-json-text");
        addSerializer(JsonText.class, serializer);
        addDeserializer(JsonText.class, new TextDeserializer());
    }

    /** Writes the text as it is. */
    static TextModule verbatim() {
        return new TextModule(new ValueSerializer<>() {
            @Override
            public void serialize(JsonText value, JsonGenerator generator, SerializationContext context) {
                generator.writeRawValue(value.text());
            }
        });
    }

    /** Writes the value's one text: members in order, and of all ways to write a number the shortest that is exact. */
    static TextModule canonical() {
        return new TextModule(new ValueSerializer<>() {
            @Override
            public void serialize(JsonText value, JsonGenerator generator, SerializationContext context) {
                @Nullable Object tree;
                try (JsonParser parser =
                        context.tokenStreamFactory().createParser(ObjectReadContext.empty(), value.text())) {
                    parser.nextToken();
                    tree = ExactTree.read(parser, number -> new RawValue(shortest(number)));
                }
                context.writeValue(generator, tree);
            }
        });
    }

    private static String shortest(String text) {
        try {
            return new BigDecimal(text).stripTrailingZeros().toString();
        } catch (ArithmeticException | NumberFormatException beyond) { // an exponent of more than 32 bits
            return text;
        }
    }

    private static final class TextDeserializer extends ValueDeserializer<JsonText> {
        @Override
        public JsonText deserialize(JsonParser parser, DeserializationContext context) {
            StringWriter text = new StringWriter();
            try (JsonGenerator copy = context.tokenStreamFactory().createGenerator(ObjectWriteContext.empty(), text)) {
                copy(parser, copy);
            }
            return new JsonText(text.toString());
        }

        /** Jackson asks this also for what an absent optional holds. */
        @Override
        @SuppressWarnings("NullAway") // Jackson's contract: null for nothing
        public @Nullable JsonText getNullValue(DeserializationContext context) {
            return context.getParser().currentToken() == JsonToken.VALUE_NULL ? new JsonText("null") : null;
        }

        /** Jackson's own copying makes doubles of numbers. */
        private static void copy(JsonParser parser, JsonGenerator copy) {
            int depth = 0;
            JsonToken token = parser.currentToken();
            do {
                if (token.isNumeric()) {
                    copy.writeNumber(parser.getString());
                } else {
                    copy.copyCurrentEvent(parser);
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth > 0) {
                    token = parser.nextToken();
                }
            } while (depth > 0);
        }
    }
}
