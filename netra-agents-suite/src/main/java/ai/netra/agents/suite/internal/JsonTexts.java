package ai.netra.agents.suite.internal;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The texts and figures in a value of JSON, names of members aside. */
final class JsonTexts {
    private JsonTexts() {}

    static List<String> of(Object json) {
        return stream(json).toList();
    }

    private static Stream<String> stream(Object json) {
        return switch (json) {
            case Map<?, ?> object -> object.values().stream().flatMap(JsonTexts::stream);
            case List<?> array -> array.stream().flatMap(JsonTexts::stream);
            default -> Stream.of(json.toString());
        };
    }
}
