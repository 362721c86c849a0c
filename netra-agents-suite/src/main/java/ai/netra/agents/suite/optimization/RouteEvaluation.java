package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import java.util.Optional;

/**
 * What the requests of one route of a plan cost and need on the model it leads to.
 *
 * @param match which requests they are, in words
 * @param feature the feature they are of, if the plan tells features apart
 * @param upToInputTokens the most input tokens they have, if the plan tells sizes apart
 * @param model the model
 * @param requests how many there are in the trace
 * @param cost what they cost, growth included
 * @param quality the model's quality score, where the catalog has one
 * @param replicas how many replicas serve them
 * @param latencyP50 the 50th percentile of waiting and serving with so many replicas
 * @param latencyP95 the 95th percentile of waiting and serving with so many replicas
 * @param latencyP99 the 99th percentile of waiting and serving with so many replicas
 * @param servingP95 the 95th percentile of serving alone
 * @param notFitting requests beyond the model's context window or most output, if the catalog says those
 */
public record RouteEvaluation(
        String match,
        Optional<String> feature,
        Optional<Quantity> upToInputTokens,
        String model,
        Quantity requests,
        Quantity cost,
        Optional<Quantity> quality,
        Optional<Quantity> replicas,
        Optional<Quantity> latencyP50,
        Optional<Quantity> latencyP95,
        Optional<Quantity> latencyP99,
        Optional<Quantity> servingP95,
        Optional<Quantity> notFitting) {}
