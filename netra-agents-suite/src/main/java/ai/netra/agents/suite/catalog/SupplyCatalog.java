package ai.netra.agents.suite.catalog;

import ai.netra.agents.llm.LlmPrice;
import ai.netra.agents.llm.LlmPricing;
import ai.netra.agents.suite.internal.Excerpt;
import ai.netra.agents.suite.internal.Suggestion;
import java.util.List;
import java.util.Optional;

/**
 * What a workload could run on: implement this over the host's own price lists, or read {@link JsonSupplyCatalog}. Thread-safe; names are unique.
 */
public interface SupplyCatalog {
    /** All options, in an order that stays the same. */
    List<SupplyOption> options();

    /** The option of that name, upper and lower case as written. */
    default Optional<SupplyOption> option(String name) {
        return options().stream().filter(option -> option.name().equals(name)).findFirst();
    }

    /**
     * The prices of the options by name, for {@code LocalAgentRuntime.builder().pricing(catalog.pricing())}: as good as the catalog, so not for a cost
     * limit where it is illustrative. Tokens from a provider's cache cost what others do.
     */
    default LlmPricing pricing() {
        return model -> option(model)
                .map(option -> LlmPrice.of(
                        option.inputPrice().value(), option.outputPrice().value()));
    }

    /** Where the figures come from, in words, such as the file or that they are illustrative. */
    String source();

    /**
     * The option of that name.
     *
     * @throws CatalogException if there is none; the message lists the names there are and the nearest
     */
    default SupplyOption require(String name) {
        return option(name).orElseThrow(() -> {
            List<String> names = options().stream().map(SupplyOption::name).toList();
            return CatalogException.of("The supply catalog (" + source() + ") has no model " + Excerpt.of(name)
                    + "; it has " + String.join(", ", names) + "." + Suggestion.of(name, names)
                    + " Name one of them, or give a catalog that has it.");
        });
    }
}
