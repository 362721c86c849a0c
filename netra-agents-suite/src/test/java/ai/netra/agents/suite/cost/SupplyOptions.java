package ai.netra.agents.suite.cost;

import ai.netra.agents.suite.catalog.JsonSupplyCatalog;
import ai.netra.agents.suite.catalog.SupplyOption;

/** Options for tests. */
final class SupplyOptions {
    private SupplyOptions() {}

    static SupplyOption priced(String name, String input, String output) {
        return option(name, input, output, "");
    }

    static SupplyOption speedy(String name, String inputSpeed, String outputSpeed, int concurrency) {
        return option(
                name,
                "1",
                "2",
                ", \"throughput\": {\"input_tokens_per_second\": %s, \"output_tokens_per_second\": %s, \"concurrency\": %d}"
                        .formatted(inputSpeed, outputSpeed, concurrency));
    }

    static SupplyOption limited(String name, int contextWindow) {
        return option(name, "1", "2", ", \"context_window_tokens\": " + contextWindow);
    }

    private static SupplyOption option(String name, String input, String output, String rest) {
        String json =
                "{\"options\": [{\"name\": \"%s\", \"provider\": \"p\", \"input_usd_per_1m_tokens\": %s, \"output_usd_per_1m_tokens\": %s%s}]}"
                        .formatted(name, input, output, rest);
        return JsonSupplyCatalog.parse(json, "test").require(name);
    }
}
