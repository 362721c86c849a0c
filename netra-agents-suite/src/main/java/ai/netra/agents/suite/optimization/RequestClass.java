package ai.netra.agents.suite.optimization;

import ai.netra.agents.suite.quantity.Quantity;
import ai.netra.agents.suite.workload.WorkloadRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Requests that a plan tells from others.
 *
 * @param match which they are, in words
 * @param feature the feature they are of
 * @param upToInputTokens the most input tokens they have
 * @param when whether a request is one of them
 * @param targetP95 the latency that 95 % of them should not exceed, if it is another than that of all requests
 */
record RequestClass(
        String match,
        Optional<String> feature,
        Optional<Quantity> upToInputTokens,
        Predicate<WorkloadRequest> when,
        Optional<Duration> targetP95) {
    static final RequestClass ALL =
            new RequestClass("all requests", Optional.empty(), Optional.empty(), request -> true, Optional.empty());

    /** What is left when others are told apart. */
    static final RequestClass REST = new RequestClass(
            "all other requests", Optional.empty(), Optional.empty(), request -> true, Optional.empty());

    static final RequestClass FAILED = new RequestClass(
            "failed requests, tried again",
            Optional.empty(),
            Optional.empty(),
            request -> request.error().equals(Optional.of(true)),
            Optional.empty());

    static RequestClass ofFeature(String feature, Optional<Duration> targetP95) {
        return new RequestClass(
                "feature " + feature,
                Optional.of(feature),
                Optional.empty(),
                request -> request.feature().equals(Optional.of(feature)),
                targetP95);
    }

    static RequestClass upTo(Quantity inputTokens) {
        long most = inputTokens.value().longValue();
        return new RequestClass(
                "up to " + most + " input tokens",
                Optional.empty(),
                Optional.of(inputTokens),
                request -> request.inputTokens() <= most,
                Optional.empty());
    }

    /** Those of them that the trace says this model served. */
    RequestClass servedBy(String model) {
        String served = "served by " + model;
        return new RequestClass(
                feature.isPresent() ? match + ", " + served : served,
                feature,
                upToInputTokens,
                request -> request.model().equals(Optional.of(model)) && when.test(request),
                targetP95);
    }
}
