package ai.netra.agents.tools.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads untyped JSON: whole numbers as Long, and as BigInteger only where they are too large. Jackson's own has Integer or Long by size, or Long alone
 * and fails on the large.
 */
final class PlainModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    PlainModule() {
        super("netra-agents-plain-json");
        addDeserializer(Object.class, new PlainDeserializer());
    }

    private static final class PlainDeserializer extends ValueDeserializer<Object> {
        @Override
        @SuppressWarnings("NullAway") // Jackson's contract: null for a null in the JSON
        public Object deserialize(JsonParser parser, DeserializationContext context) {
            return value(parser, context);
        }

        /** Jackson bounds how deep JSON may be nested. */
        private static @Nullable Object value(JsonParser parser, DeserializationContext context) {
            return switch (parser.currentToken()) {
                case START_OBJECT -> {
                    Map<String, @Nullable Object> members = new LinkedHashMap<>();
                    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                        String name = parser.currentName();
                        parser.nextToken();
                        members.put(name, value(parser, context));
                    }
                    yield members;
                }
                case START_ARRAY -> {
                    List<@Nullable Object> elements = new ArrayList<>();
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        elements.add(value(parser, context));
                    }
                    yield elements;
                }
                case VALUE_STRING -> parser.getString();
                case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? parser.getBigIntegerValue()
                            : (Object) parser.getLongValue();
                case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                default -> context.handleUnexpectedToken(Object.class, parser);
            };
        }
    }
}
