package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.internal.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the option of a catalog that a person means by a name: upper and lower case, blanks, dots, dashes and underscores make no difference. */
public final class ModelNames {
    private ModelNames() {}

    /** The option of that name; the exact one before a similar one. */
    public static Optional<SupplyOption> find(SupplyCatalog catalog, String name) {
        return catalog.option(name).or(() -> {
            List<SupplyOption> similar = catalog.options().stream()
                    .filter(option -> folded(option.name()).equals(folded(name)))
                    .toList();
            return similar.size() == 1 ? Optional.of(similar.getFirst()) : Optional.empty();
        });
    }

    /** That the catalog has no such model, and which it may be. */
    public static String unknown(SupplyCatalog catalog, String name) {
        List<String> names = catalog.options().stream().map(SupplyOption::name).toList();
        return "The model '" + name + "' is not in the supply catalog (" + catalog.source()
                + "), so its cost is not known." + Suggestion.of(name, names) + " It has " + String.join(", ", names)
                + ".";
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[\\s._-]+", "");
    }
}
