package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.catalog.SupplyOption;
import ai.netra.agents.suite.cost.ReplayPlan;
import java.util.List;
import java.util.Optional;

/**
 * A plan that is to be replayed: which requests go to which option. The last leg takes what no other does.
 *
 * @param name its name
 * @param type the kind of change it is
 * @param legs the ways, in the order they are tried; at least one
 */
record PlanDraft(String name, StrategyType type, List<Leg> legs) {
    /** One way. */
    record Leg(RequestClass requests, SupplyOption option) {}

    PlanDraft {
        legs = List.copyOf(legs);
    }

    ReplayPlan replayPlan() {
        ReplayPlan.Builder plan = ReplayPlan.builder(name);
        for (Leg leg : legs.subList(0, legs.size() - 1)) {
            RequestClass requests = leg.requests();
            if (requests.targetP95().isPresent()) {
                plan.route(
                        requests.match(),
                        requests.when(),
                        leg.option(),
                        requests.targetP95().get());
            } else {
                plan.route(requests.match(), requests.when(), leg.option());
            }
        }
        return plan.otherwise(legs.getLast().option());
    }

    /** The leg whose requests a replay calls so; the last one goes by another name there. */
    Leg leg(String route) {
        Optional<Leg> named = legs.subList(0, legs.size() - 1).stream()
                .filter(leg -> leg.requests().match().equals(route))
                .findFirst();
        return named.orElseGet(legs::getLast);
    }
}
