package ai.netra.agents.suite.cost;

import java.util.List;

/** A plan in a replay: hands each request to the pool of its route. */
final class PlanPools {
    private final String plan;
    private final List<ReplayPlan.Route> routes;
    private final List<ReplayPool> pools;

    PlanPools(ReplayPlan plan, ReplaySettings settings) {
        this.plan = plan.name();
        this.routes = plan.routes();
        this.pools = routes.stream().map(route -> pool(route, settings)).toList();
    }

    private static ReplayPool pool(ReplayPlan.Route route, ReplaySettings settings) {
        return new ReplayPool(route, route.targetP95().map(settings::withTarget).orElse(settings));
    }

    void measure(ReplayPass pass) {
        poolOf(pass).measure(pass.request(), pass.arrival());
    }

    void simulate(ReplayPass pass) {
        poolOf(pass).simulate(pass.request(), pass.arrival());
    }

    boolean beginPass() {
        boolean any = false;
        for (ReplayPool pool : pools) {
            any |= pool.beginPass();
        }
        return any;
    }

    void endPass() {
        pools.forEach(ReplayPool::endPass);
    }

    String plan() {
        return plan;
    }

    /** The pools that got a request. */
    List<ReplayPool> used() {
        return pools.stream().filter(ReplayPool::used).toList();
    }

    private ReplayPool poolOf(ReplayPass pass) {
        for (int i = 0; i < routes.size() - 1; i++) {
            if (routes.get(i).when().test(pass.request())) {
                return pools.get(i);
            }
        }
        return pools.get(routes.size() - 1);
    }
}
