package ai.netra.agents.suite.supply;

import java.util.List;

/**
 * What serves a workload, as the actions would have it. A section is empty where no action touches it.
 *
 * @param compute replica pools
 * @param storage caches, stores and logs
 * @param network routes and fallbacks
 * @param services model endpoints
 */
public record SupplyConfig(
        List<SupplyItem> compute, List<SupplyItem> storage, List<SupplyItem> network, List<SupplyItem> services) {
    /** Copies the lists. */
    public SupplyConfig {
        compute = List.copyOf(compute);
        storage = List.copyOf(storage);
        network = List.copyOf(network);
        services = List.copyOf(services);
    }

    /** Nothing configured. */
    public static SupplyConfig empty() {
        return new SupplyConfig(List.of(), List.of(), List.of(), List.of());
    }

    /** Whether no section has anything. */
    public boolean isEmpty() {
        return compute.isEmpty() && storage.isEmpty() && network.isEmpty() && services.isEmpty();
    }
}
