package ai.netra.agents.suite.catalog;

import ai.netra.agents.suite.internal.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A {@link SupplyCatalog} read from JSON.
 *
 * <pre>{@code
 * { "options": [ {
 *     "name": "balanced-medium", "provider": "provider-a", "region": "eu",
 *     "input_usd_per_1m_tokens": 0.60, "output_usd_per_1m_tokens": 2.40,
 *     "context_window_tokens": 128000, "max_output_tokens": 16384,
 *     "throughput": { "input_tokens_per_second": 9000, "output_tokens_per_second": 80, "concurrency": 16 },
 *     "quality": { "score": 0.82, "source": "own evaluation of May" },
 *     "availability": 0.999 } ] }
 * }</pre>
 *
 * <p>Name, provider and both prices are required, the rest may be left out; {@code note} is allowed anywhere; an unknown field is refused with the
 * nearest known one. Figures are {@code USER_STATED}, unless the catalog says {@code "illustrative": true}: then they are {@code ASSUMED}, as those of
 * the bundled one are. Read once, at construction; immutable.
 */
public final class JsonSupplyCatalog implements SupplyCatalog {
    private static final String BUNDLED = "supply-catalog.json";

    private final Map<String, SupplyOption> options;
    private final String source;
    private final CatalogJson.Standing standing;

    private JsonSupplyCatalog(Map<String, SupplyOption> options, String source, CatalogJson.Standing standing) {
        this.options = options;
        this.source = source;
        this.standing = standing;
    }

    /**
     * The catalog in that file.
     *
     * @throws CatalogException if it is missing, is not such JSON, or has a figure that cannot be
     */
    public static JsonSupplyCatalog read(Path file) {
        try {
            return parse(Files.readString(file), "file " + file);
        } catch (NoSuchFileException e) {
            throw CatalogException.of("The supply catalog '" + file + "' does not exist; check the path.", e);
        } catch (CharacterCodingException e) {
            throw CatalogException.of("The supply catalog '" + file + "' is not UTF-8 text; save it as UTF-8.", e);
        } catch (IOException e) {
            throw CatalogException.of(
                    "The supply catalog '" + file + "' could not be read: " + e.getMessage()
                            + "; give a file that can be read.",
                    e);
        }
    }

    /** The bundled catalog: made-up options with plausible figures, to see how things work; not anybody's prices. */
    public static JsonSupplyCatalog bundled() {
        try (InputStream bytes = JsonSupplyCatalog.class.getResourceAsStream(BUNDLED)) {
            if (bytes == null) {
                throw CatalogException.of("The bundled '" + BUNDLED
                        + "' is not on the class path; keep the resources of netra-agents-suite when repackaging it.");
            }
            return parse(new String(bytes.readAllBytes(), StandardCharsets.UTF_8), "bundled catalog");
        } catch (IOException e) {
            throw CatalogException.of("The bundled '" + BUNDLED + "' could not be read; check the jar.", e);
        }
    }

    /**
     * The catalog in that text.
     *
     * @param json the text
     * @param source where it comes from, for messages and bases
     * @throws CatalogException if it is not such JSON, or has a figure that cannot be
     */
    public static JsonSupplyCatalog parse(String json, String source) {
        CatalogJson parsed = CatalogJson.parse(json, source);
        Map<String, SupplyOption> options = new LinkedHashMap<>();
        for (SupplyOption option : parsed.options()) {
            if (options.putIfAbsent(option.name(), option) != null) {
                throw CatalogException.of("The supply catalog (" + source + ") has two options named "
                        + Excerpt.of(option.name()) + "; rename or remove one.");
            }
        }
        if (options.isEmpty()) {
            throw CatalogException.of("The supply catalog (" + source + ") has no option; give at least one.");
        }
        return new JsonSupplyCatalog(options, source, parsed.standing());
    }

    @Override
    public List<SupplyOption> options() {
        return List.copyOf(options.values());
    }

    @Override
    public Optional<SupplyOption> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    @Override
    public String source() {
        return illustrative() ? source + ", illustrative" : source;
    }

    /** Whether the catalog says that its figures are made up. */
    public boolean illustrative() {
        return standing == CatalogJson.Standing.ILLUSTRATIVE;
    }
}
