package ai.netra.agents.suite.supply;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.quantity.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The checks of one configuration. */
final class SupplyChecks {
    /** The settings that name a model which serves requests. */
    static final List<String> MODEL_ROLES = List.of("model", "tier_model", "fallback_model");

    private final SupplyCatalog catalog;
    private final SupplyConfig config;
    private final List<ConfigCheck> checks = new ArrayList<>();

    SupplyChecks(SupplyCatalog catalog, SupplyConfig config) {
        this.catalog = catalog;
        this.config = config;
    }

    List<ConfigCheck> checks() {
        config.services().forEach(this::checkService);
        config.compute().forEach(this::checkPool);
        config.network().forEach(this::checkRoute);
        checkNames("compute", config.compute());
        checkNames("storage", config.storage());
        checkNames("network", config.network());
        checkNames("services", config.services());
        return checks;
    }

    private void checkService(SupplyItem service) {
        boolean known = catalog.option(service.name()).isPresent();
        add(
                "model '" + service.name() + "' is in the catalog",
                known,
                known
                        ? "found in " + catalog.source()
                        : "it is not in " + catalog.source() + "; use one of its options, or add it");
    }

    private void checkPool(SupplyItem pool) {
        Optional<Quantity> replicas =
                Optional.ofNullable(pool.settings().get("replicas")).flatMap(Setting::figure);
        boolean whole = replicas.filter(r -> r.unit() == Unit.REPLICAS
                        && r.value().signum() > 0
                        && r.value().scale() <= 0)
                .isPresent();
        String found =
                replicas.map(r -> r.value().toPlainString() + " " + r.unit()).orElse("no figure");
        add(
                "pool '" + pool.name() + "' has a whole number of replicas",
                whole,
                whole ? found : "it has " + found + "; give a whole number of replicas, 1 or more");
        text(pool, "model").ifPresent(model -> checkEndpoint(pool, model));
    }

    private void checkRoute(SupplyItem item) {
        List<String> models =
                MODEL_ROLES.stream().flatMap(role -> text(item, role).stream()).toList();
        if (models.isEmpty()) {
            add(
                    "'" + item.name() + "' leads somewhere",
                    false,
                    "it names no model; give one of " + String.join(", ", MODEL_ROLES));
        }
        models.forEach(model -> checkEndpoint(item, model));
        if (item.kind().equals("fallback")) {
            boolean differs = !text(item, "model").equals(text(item, "fallback_model"));
            add(
                    "fallback '" + item.name() + "' leads to another model",
                    differs,
                    differs ? "it does" : "it leads back to the same; name another model to fall back to");
        }
    }

    private void checkEndpoint(SupplyItem item, String model) {
        boolean has =
                config.services().stream().anyMatch(service -> service.name().equals(model));
        add(
                "'" + item.name() + "' leads to a configured endpoint",
                has,
                has ? "'" + model + "' is configured" : "'" + model + "' has no endpoint; add it to services");
    }

    private void checkNames(String section, List<SupplyItem> items) {
        Set<String> names = new HashSet<>();
        List<String> doubled = items.stream()
                .map(SupplyItem::name)
                .filter(name -> !names.add(name))
                .distinct()
                .toList();
        add(
                "names in " + section + " are unique",
                doubled.isEmpty(),
                doubled.isEmpty()
                        ? "they are"
                        : "there are several " + String.join(", ", doubled) + "; rename or remove all but one");
    }

    private void add(String name, boolean passed, String detail) {
        checks.add(new ConfigCheck(name, passed, detail));
    }

    private static Optional<String> text(SupplyItem item, String setting) {
        return Optional.ofNullable(item.settings().get(setting)).flatMap(Setting::text);
    }
}
