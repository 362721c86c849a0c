package ai.netra.agents.suite.cost;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.Optional;

/**
 * What the requests of one route of a plan cost and need on its option. Routes that no request took have no pool.
 *
 * @param option the option's name
 * @param route which requests they are
 * @param requests how many there are in the trace
 * @param inputTokens the tokens they sent
 * @param outputTokens the tokens they were answered with
 * @param cost what they cost, growth included
 * @param notFitting requests larger than the option's context window or most output; they are in all other figures as if they fitted; absent if the
 *     catalog does not say those limits
 * @param capacity how replicas would serve them; absent if the catalog does not say how fast the option is, or if keeping up takes more than 100,000
 *     requests at once
 */
public record PoolResult(
        String option,
        String route,
        Quantity requests,
        Quantity inputTokens,
        Quantity outputTokens,
        Quantity cost,
        Optional<Quantity> notFitting,
        Optional<CapacityEstimate> capacity) {}
