package ai.netra.agents.suite.supply;

import ai.netra.agents.suite.catalog.SupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;
import java.math.BigDecimal;
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
        List<SupplyItem> network = new ArrayList<>();
        Map<String, SupplyItem> services = new LinkedHashMap<>();
        for (SupplyAction action : actions) {
            for (String role : List.of("model", "tier_model", "fallback_model")) {
                text(action, role).ifPresent(model -> services.putIfAbsent(model, endpoint(model)));
            }
            Optional<String> model = text(action, "model");
            if (action.parameters().containsKey("replicas") && model.isPresent()) {
                compute.add(new SupplyItem(
                        "pool-" + model.get(),
                        "replica_pool",
                        settings(action, "model", "replicas")));
            }
            switch (action.type()) {
                case "routing" -> network.add(new SupplyItem(action.id(), "route", settings(action, "model", "from_model", "when")));
                case "tiering" -> network.add(
                        new SupplyItem(action.id(), "route", settings(action, "tier_model", "model", "when")));
                case "fallback" -> network.add(
                        new SupplyItem(action.id(), "fallback", settings(action, "model", "fallback_model")));
                default -> {}
            }
        }
        return new SupplyConfig(compute, List.of(), network, List.copyOf(services.values()));
    }

    /** Checks a configuration: models are in the catalog and have an endpoint, replicas are whole, fallbacks differ, names are unique. */
    public ConfigValidation validate(SupplyConfig config) {
        List<ConfigCheck> checks = new ArrayList<>();
        for (SupplyItem service : config.services()) {
            boolean known = catalog.option(service.name()).isPresent();
            checks.add(new ConfigCheck(
                    "model '" + service.name() + "' is in the catalog",
                    known,
                    known ? "found in " + catalog.source() : "not in " + catalog.source() + "; use one of its options, or add it"));
        }
        for (SupplyItem pool : config.compute()) {
            Optional<BigDecimal> replicas =
                    Optional.ofNullable(pool.settings().get("replicas")).flatMap(Setting::figure).map(f -> f.value());
            boolean whole = replicas.filter(r -> r.scale() <= 0 && r.signum() > 0).isPresent();
            checks.add(new ConfigCheck(
                    "pool '" + pool.name() + "' has a whole number of replicas",
                    whole,
                    whole ? replicas.get().toPlainString() + " replicas" : "give a whole number of 1 or more"));
        }
        for (SupplyItem item : config.network()) {
            for (String role : List.of("model", "tier_model", "fallback_model")) {
                Optional.ofNullable(item.settings().get(role)).flatMap(Setting::text).ifPresent(model -> checks.add(endpointCheck(config, item, model)));
            }
            if (item.kind().equals("fallback")) {
                boolean differs = !item.settings().getOrDefault("model", Setting.of("")).equals(item.settings().get("fallback_model"));
                checks.add(new ConfigCheck(
                        "fallback '" + item.name() + "' leads to another model",
                        differs,
                        differs ? "another model" : "name another model to fall back to"));
            }
        }
        for (List<SupplyItem> section : List.of(config.compute(), config.storage(), config.network(), config.services())) {
            long names = section.stream().map(SupplyItem::name).distinct().count();
            if (names < section.size()) {
                checks.add(new ConfigCheck("names are unique", false, "a section has two items of the same name; rename one"));
            }
        }
        return ConfigValidation.of(checks);
    }

    private static ConfigCheck endpointCheck(SupplyConfig config, SupplyItem item, String model) {
        boolean has = config.services().stream().anyMatch(service -> service.name().equals(model));
        return new ConfigCheck(
                "'" + item.name() + "' leads to a configured endpoint",
                has,
                has ? "'" + model + "' is configured" : "'" + model + "' has no endpoint; add it to services");
    }

    private SupplyItem endpoint(String model) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        settings.put("model", Setting.of(model));
        catalog.option(model).ifPresent((SupplyOption option) -> {
            settings.put("provider", Setting.of(option.provider()));
            option.region().ifPresent(region -> settings.put("region", Setting.of(region)));
            option.contextWindow().ifPresent(window -> settings.put("context_window", Setting.of(window)));
        });
        return new SupplyItem(model, "model_endpoint", settings);
    }

    private static Optional<String> text(SupplyAction action, String parameter) {
        return Optional.ofNullable(action.parameters().get(parameter)).flatMap(Setting::text);
    }

    private static Map<String, Setting> settings(SupplyAction action, String... names) {
        Map<String, Setting> settings = new LinkedHashMap<>();
        for (String name : names) {
            Optional.ofNullable(action.parameters().get(name)).ifPresent(value -> settings.put(name, value));
        }
        return settings;
    }
}
