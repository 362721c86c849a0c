package ai.netra.agents.suite.catalog;

import ai.netra.agents.suite.internal.Excerpt;
import ai.netra.agents.suite.internal.Suggestion;
import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON form of a catalog; the only class of the suite's data half that knows a JSON library. */
final class CatalogJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final String NOTE = "note";
    private static final Set<String> CATALOG = Set.of("illustrative", "options", NOTE);
    private static final Set<String> OPTION = Set.of(
            "name",
            "provider",
            "region",
            "input_usd_per_1m_tokens",
            "output_usd_per_1m_tokens",
            "context_window_tokens",
            "max_output_tokens",
            "throughput",
            "quality",
            "availability",
            NOTE);
    private static final Set<String> THROUGHPUT =
            Set.of("input_tokens_per_second", "output_tokens_per_second", "concurrency", NOTE);
    private static final Set<String> QUALITY = Set.of("score", "source", NOTE);

    /** Whether somebody stands behind the figures. */
    enum Standing {
        STATED,
        ILLUSTRATIVE
    }

    private final String source;
    private Standing standing = Standing.STATED;
    private final List<SupplyOption> options = new ArrayList<>();

    private CatalogJson(String source) {
        this.source = source;
    }

    static CatalogJson parse(String json, String source) {
        CatalogJson catalog = new CatalogJson(source);
        catalog.read(catalog.tree(json));
        return catalog;
    }

    Standing standing() {
        return standing;
    }

    List<SupplyOption> options() {
        return options;
    }

    private JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw CatalogException.of(
                    "The supply catalog (" + source + ") is not JSON at line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage() + "; correct it there.",
                    e);
        }
    }

    private void read(JsonNode root) {
        object(root, "the catalog", CATALOG);
        JsonNode illustrative = root.get("illustrative");
        if (illustrative != null && !illustrative.isBoolean()) {
            throw wrong("'illustrative'", illustrative, "true or false");
        }
        standing = illustrative != null && illustrative.booleanValue() ? Standing.ILLUSTRATIVE : Standing.STATED;
        JsonNode list = root.get("options");
        if (list == null || !list.isArray()) {
            throw wrong("'options'", list, "an array of options");
        }
        int number = 1;
        for (JsonNode option : list) {
            options.add(option(option, "option " + number++));
        }
    }

    private SupplyOption option(JsonNode node, String place) {
        object(node, place, OPTION);
        String name = text(node, "name", place);
        String of = "option " + Excerpt.of(name);
        SupplyOption.Builder builder = SupplyOption.builder(name, text(node, "provider", of));
        builder.inputPrice(
                number(required(node, "input_usd_per_1m_tokens", of), Unit.USD_PER_1M_TOKENS, "input price", of));
        builder.outputPrice(
                number(required(node, "output_usd_per_1m_tokens", of), Unit.USD_PER_1M_TOKENS, "output price", of));
        present(node, "context_window_tokens")
                .ifPresent(value -> builder.contextWindow(number(value, Unit.TOKENS, "context window", of)));
        present(node, "max_output_tokens")
                .ifPresent(value -> builder.maxOutput(number(value, Unit.TOKENS, "max output", of)));
        present(node, "availability")
                .ifPresent(value -> builder.availability(number(value, Unit.RATIO, "availability", of)));
        present(node, "throughput").ifPresent(value -> builder.throughput(throughput(value, of)));
        present(node, "quality").ifPresent(value -> builder.quality(quality(value, of)));
        present(node, "region").ifPresent(value -> builder.region(text(node, "region", of)));
        return builder.build();
    }

    private Throughput throughput(JsonNode node, String of) {
        object(node, "'throughput' of " + of, THROUGHPUT);
        return new Throughput(
                number(required(node, "input_tokens_per_second", of), Unit.TOKENS_PER_SECOND, "input speed", of),
                number(required(node, "output_tokens_per_second", of), Unit.TOKENS_PER_SECOND, "output speed", of),
                number(required(node, "concurrency", of), Unit.REQUESTS, "concurrency", of));
    }

    private Quantity quality(JsonNode node, String of) {
        object(node, "'quality' of " + of, QUALITY);
        return number(required(node, "score", of), Unit.RATIO, "quality by " + text(node, "source", of), of);
    }

    private Quantity number(JsonNode node, Unit unit, String what, String of) {
        if (!node.isNumber()) {
            throw wrong("the " + what + " of " + of, node, "a number of " + unit);
        }
        String basis = what + " of " + of + " in " + source;
        return standing == Standing.ILLUSTRATIVE
                ? new Quantity(node.decimalValue(), unit, Provenance.ASSUMED, basis + " (illustrative)")
                : new Quantity(node.decimalValue(), unit, Provenance.USER_STATED, basis);
    }

    private String text(JsonNode node, String field, String of) {
        JsonNode value = required(node, field, of);
        if (!value.isString()) {
            throw wrong("'" + field + "' of " + of, value, "a string");
        }
        return value.stringValue();
    }

    private JsonNode required(JsonNode node, String field, String of) {
        return present(node, field)
                .orElseThrow(() -> CatalogException.of(
                        "The supply catalog (" + source + ") has no '" + field + "' for " + of + "; add it."));
    }

    private static Optional<JsonNode> present(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private void object(JsonNode node, String place, Set<String> known) {
        if (!node.isObject()) {
            throw wrong(place, node, "an object");
        }
        for (String field : node.propertyNames()) {
            if (!known.contains(field)) {
                String names = Stream.of(known).flatMap(Set::stream).sorted().collect(Collectors.joining(", "));
                throw CatalogException.of(
                        "The supply catalog (" + source + ") has the unknown field " + Excerpt.of(field)
                                + " in " + place + "; use " + names + "." + Suggestion.of(field, known)
                                + " Remarks go under '" + NOTE + "'.");
            }
        }
    }

    private CatalogException wrong(String place, @Nullable JsonNode value, String wanted) {
        return CatalogException.of(
                "The supply catalog (" + source + ") has " + (value == null ? "nothing" : Excerpt.of(value.toString()))
                        + " as " + place + "; give " + wanted + ".");
    }
}
