package ai.netra.agents.suite.tool;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.statistics.GroupStatistics;
import ai.netra.agents.suite.statistics.WorkloadStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models that serve a workload, as far as they are named and in the catalog: by the request, else by the trace, if that names one for every request.
 *
 * @param byName the options by the name that was given for them; empty if they are not known
 * @param namedBy {@code request} or {@code trace}
 * @param limitations why they are not known, if a name was given
 */
public record CurrentModels(Map<String, SupplyOption> byName, String namedBy, List<String> limitations) {
    /** The models in use by the name given, else by the trace. */
    public static CurrentModels of(Optional<String> named, WorkloadStatistics statistics, SupplyCatalog catalog) {
        if (named.isPresent()) {
            return ModelNames.find(catalog, named.get())
                    .map(option -> new CurrentModels(Map.of(named.get(), option), "request", List.of()))
                    .orElseGet(() ->
                            new CurrentModels(Map.of(), "request", List.of(ModelNames.unknown(catalog, named.get()))));
        }
        Map<String, SupplyOption> found = new LinkedHashMap<>();
        for (GroupStatistics group : statistics.byModel().groups()) {
            Optional<SupplyOption> option = ModelNames.find(catalog, group.name());
            if (option.isEmpty()) {
                return new CurrentModels(Map.of(), "trace", List.of(ModelNames.unknown(catalog, group.name())));
            }
            found.put(group.name(), option.get());
        }
        boolean all = statistics.byModel().unnamed().value().signum() == 0
                && statistics.byModel().rest().value().signum() == 0;
        if (!found.isEmpty() && !all) {
            return new CurrentModels(
                    Map.of(),
                    "trace",
                    List.of("Not every request of the trace names its model, so that no current cost is claimed."));
        }
        return new CurrentModels(found, "trace", List.of());
    }

    /** Whether any is known. */
    public boolean known() {
        return !byName.isEmpty();
    }

    /** The only one, where there is only one. */
    public Optional<SupplyOption> single() {
        return byName.size() == 1 ? byName.values().stream().findFirst() : Optional.empty();
    }

    /** Their names in the catalog. */
    public List<String> names() {
        return byName.values().stream().map(SupplyOption::name).distinct().toList();
    }

    /** Who offers them. */
    public List<String> providers() {
        return byName.values().stream().map(SupplyOption::provider).distinct().toList();
    }
}
