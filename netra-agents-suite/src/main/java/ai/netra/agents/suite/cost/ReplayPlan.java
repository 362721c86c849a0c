package ai.netra.agents.suite.cost;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which option would serve each request of a workload: one option for all, or routes that are tried in order. Immutable; predicates must be
 * thread-safe and depend on the request alone.
 *
 * <pre>{@code
 * ReplayPlan tiering = ReplayPlan.builder("short requests to the small model")
 *         .route("up to 1,000 input tokens", request -> request.inputTokens() <= 1_000, small)
 *         .otherwise(large);
 * }</pre>
 */
public final class ReplayPlan {
    private final String name;
    private final List<Route> routes;

    private ReplayPlan(String name, List<Route> routes) {
        this.name = name;
        this.routes = List.copyOf(routes);
    }

    /** One way out of a plan; the first whose predicate holds is taken. */
    record Route(
            String description,
            Predicate<? super WorkloadRequest> when,
            SupplyOption option,
            Optional<Duration> targetP95) {}

    /** The plan that serves every request by one option, named after it. */
    public static ReplayPlan allOn(SupplyOption option) {
        return builder(option.name()).otherwise(option);
    }

    /** A plan of that name, to be given routes. */
    public static Builder builder(String name) {
        if (name.isBlank()) {
            throw new InvalidDefinitionException("A replay plan has a blank name; name what it does.");
        }
        return new Builder(name);
    }

    /** The plan's name, unique in a replay. */
    public String name() {
        return name;
    }

    List<Route> routes() {
        return routes;
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }

    /** Gathers routes in the order they are tried. */
    public static final class Builder {
        private final String name;
        private final List<Route> routes = new ArrayList<>();

        private Builder(String name) {
            this.name = name;
        }

        /** Requests for which the predicate holds, and no earlier one did, go to the option; the description says which they are. */
        public Builder route(String description, Predicate<? super WorkloadRequest> when, SupplyOption option) {
            routes.add(new Route(description, when, option, Optional.empty()));
            return this;
        }

        /**
         * As {@link #route(String, Predicate, SupplyOption)}, with a latency of its own that at least 95 % of these requests should not exceed, instead
         * of the replay's; more than zero.
         */
        public Builder route(
                String description, Predicate<? super WorkloadRequest> when, SupplyOption option, Duration targetP95) {
            if (targetP95.isZero() || targetP95.isNegative()) {
                throw new InvalidDefinitionException("The target latency of route '" + description + "' is " + targetP95
                        + "; give one above zero, such as PT0.5S.");
            }
            routes.add(new Route(description, when, option, Optional.of(targetP95)));
            return this;
        }

        /** The plan; all other requests go to the option. */
        public ReplayPlan otherwise(SupplyOption option) {
            List<Route> all = new ArrayList<>(routes);
            all.add(new Route(
                    routes.isEmpty() ? "all requests" : "all other requests",
                    request -> true,
                    option,
                    Optional.empty()));
            return new ReplayPlan(name, all);
        }
    }
}
