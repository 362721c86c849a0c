package ai.netra.agents.suite.catalog;

import ai.netra.agents.suite.internal.Excerpt;
import ai.netra.agents.suite.internal.Suggestion;
import ai.netra.agents.suite.quantity.Provenance;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The JSON form of a catalog, read by hand so that every complaint names the option and the fix. */
final class CatalogJson {
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

    private Object tree(String json) {
        try {
            return JsonCodec.standard().decode(json, Object.class);
        } catch (JsonException e) {
            throw CatalogException.of(
                    "The supply catalog (" + source + ") is not JSON"
                            + (e.line().isPresent()
                                    ? " at line " + e.line().getAsInt() + ", column "
                                            + e.column().orElse(1)
                                    : "")
                            + ": " + e.getMessage() + "; correct it there.",
                    e);
        }
    }

    private void read(@Nullable Object tree) {
        Map<?, ?> root = object(tree, "the catalog", CATALOG);
        Object illustrative = root.get("illustrative");
        if (illustrative != null && !(illustrative instanceof Boolean)) {
            throw wrong("'illustrative'", illustrative, "true or false");
        }
        standing = Boolean.TRUE.equals(illustrative) ? Standing.ILLUSTRATIVE : Standing.STATED;
        if (!(root.get("options") instanceof List<?> list)) {
            throw wrong("'options'", root.get("options"), "an array of options");
        }
        int number = 1;
        for (Object option : list) {
            options.add(option(option, "option " + number++));
        }
    }

    private SupplyOption option(@Nullable Object tree, String place) {
        Map<?, ?> node = object(tree, place, OPTION);
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

    private Throughput throughput(Object tree, String of) {
        Map<?, ?> node = object(tree, "'throughput' of " + of, THROUGHPUT);
        return new Throughput(
                number(required(node, "input_tokens_per_second", of), Unit.TOKENS_PER_SECOND, "input speed", of),
                number(required(node, "output_tokens_per_second", of), Unit.TOKENS_PER_SECOND, "output speed", of),
                number(required(node, "concurrency", of), Unit.REQUESTS, "concurrency", of));
    }

    private Quantity quality(Object tree, String of) {
        Map<?, ?> node = object(tree, "'quality' of " + of, QUALITY);
        return number(required(node, "score", of), Unit.RATIO, "quality by " + text(node, "source", of), of);
    }

    /** A number as it is written: up to 15 digits come through the codec's doubles unchanged. */
    private Quantity number(Object node, Unit unit, String what, String of) {
        if (!(node instanceof Number number)) {
            throw wrong("the " + what + " of " + of, node, "a number of " + unit);
        }
        BigDecimal value = new BigDecimal(number.toString());
        String basis = what + " of " + of + " in " + source;
        return standing == Standing.ILLUSTRATIVE
                ? new Quantity(value, unit, Provenance.ASSUMED, basis + " (illustrative)")
                : new Quantity(value, unit, Provenance.USER_STATED, basis);
    }

    private String text(Map<?, ?> node, String field, String of) {
        if (!(required(node, field, of) instanceof String text)) {
            throw wrong("'" + field + "' of " + of, node.get(field), "a string");
        }
        return text;
    }

    private Object required(Map<?, ?> node, String field, String of) {
        return present(node, field)
                .orElseThrow(() -> CatalogException.of(
                        "The supply catalog (" + source + ") has no '" + field + "' for " + of + "; add it."));
    }

    private static Optional<Object> present(Map<?, ?> node, String field) {
        return Optional.ofNullable(node.get(field));
    }

    private Map<?, ?> object(@Nullable Object node, String place, Set<String> known) {
        if (!(node instanceof Map<?, ?> object)) {
            throw wrong(place, node, "an object");
        }
        for (Object key : object.keySet()) {
            String field = String.valueOf(key);
            if (!known.contains(field)) {
                String names = Stream.of(known).flatMap(Set::stream).sorted().collect(Collectors.joining(", "));
                throw CatalogException.of(
                        "The supply catalog (" + source + ") has the unknown field " + Excerpt.of(field)
                                + " in " + place + "; use " + names + "." + Suggestion.of(field, known)
                                + " Remarks go under '" + NOTE + "'.");
            }
        }
        return object;
    }

    private CatalogException wrong(String place, @Nullable Object value, String wanted) {
        return CatalogException.of(
                "The supply catalog (" + source + ") has " + (value == null ? "nothing" : Excerpt.of(value.toString()))
                        + " as " + place + "; give " + wanted + ".");
    }
}
