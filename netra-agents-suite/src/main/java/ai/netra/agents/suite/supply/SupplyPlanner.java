package ai.netra.agents.suite.supply;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns actions into a supply configuration, and checks one against the catalog. Stateless. */
public final class SupplyPlanner {
    private final SupplyCatalog catalog;

    /** A planner over that catalog. */
    public SupplyPlanner(SupplyCatalog catalog) {
        this.catalog = catalog;
    }

    /** The configuration that the actions amount to. */
    public SupplyConfig plan(List<SupplyAction> actions) {
        List<SupplyItem> compute = new ArrayList<>();
        List<SupplyItem> storage = new ArrayList<>();
        List<SupplyItem> network = new ArrayList<>();
        Map<String, SupplyItem> services = new LinkedHashMap<>();
        for (SupplyAction action : actions) {
            for (String role : SupplyChecks.MODEL_ROLES) {
                text(action, role).ifPresent(model -> services.putIfAbsent(model, endpoint(model)));
            }
            pool(action, "model", "replicas").ifPresent(compute::add);
            pool(action, "tier_model", "tier_replicas").ifPresent(compute::add);
            switch (action.type()) {
                case "routing" -> network.add(item(action, "route", "feature", "when", "from_model", "model"));
                case "tiering" ->
                    network.add(item(action, "route", "when", "up_to_input_tokens", "tier_model", "model"));
                case "fallback" -> network.add(item(action, "fallback", "when", "model", "fallback_model"));
                case "measurement" -> storage.add(item(action, "request_log", "field"));
                default -> {}
            }
        }
        return new SupplyConfig(compute, storage, network, List.copyOf(services.values()));
    }

    /** Checks a configuration: models are in the catalog and have an endpoint, replicas are whole, fallbacks differ, names are unique. */
    public ConfigValidation validate(SupplyConfig config) {
        return ConfigValidation.of(new SupplyChecks(catalog, config).checks());
    }

    private SupplyItem endpoint(String model) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        settings.put("model", Setting.of(model));
        catalog.option(model).ifPresent((SupplyOption option) -> {
            settings.put("provider", Setting.of(option.provider()));
            option.region().ifPresent(region -> settings.put("region", Setting.of(region)));
            option.contextWindow().ifPresent(window -> settings.put("context_window", Setting.of(window)));
            settings.put("input_price", Setting.of(option.inputPrice()));
            settings.put("output_price", Setting.of(option.outputPrice()));
        });
        return new SupplyItem(model, "model_endpoint", settings);
    }

    private static Optional<SupplyItem> pool(SupplyAction action, String model, String replicas) {
        if (!action.parameters().containsKey(model) || !action.parameters().containsKey(replicas)) {
            return Optional.empty();
        }
        Map<String, Setting> settings = new LinkedHashMap<>();
        settings.put(
                "model", Optional.ofNullable(action.parameters().get(model)).orElseThrow());
        settings.put(
                "replicas",
                Optional.ofNullable(action.parameters().get(replicas)).orElseThrow());
        return Optional.of(
                new SupplyItem(action.id() + "/" + text(action, model).orElse(model), "replica_pool", settings));
    }

    private static SupplyItem item(SupplyAction action, String kind, String... names) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        for (String name : names) {
            Optional.ofNullable(action.parameters().get(name)).ifPresent(value -> settings.put(name, value));
        }
        return new SupplyItem(action.id(), kind, settings);
    }

    private static Optional<String> text(SupplyAction action, String parameter) {
        return Optional.ofNullable(action.parameters().get(parameter)).flatMap(Setting::text);
    }
}
