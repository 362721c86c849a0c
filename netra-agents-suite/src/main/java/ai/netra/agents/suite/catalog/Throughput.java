package ai.netra.agents.suite.catalog;

import ai.netra.agents.suite.quantity.Quantity;

/**
 * How fast one replica of an option serves. The speeds are what one request sees while the replica serves as many as it can at once, so that a request
 * takes {@code input / inputTokensPerSecond + output / outputTokensPerSecond}.
 *
 * @param inputTokensPerSecond how fast a request's input is read (prefill); above 0
 * @param outputTokensPerSecond how fast a request's output is generated (decode); above 0
 * @param concurrency how many requests a replica serves at once; a whole number from 1 to 10,000
 */
public record Throughput(Quantity inputTokensPerSecond, Quantity outputTokensPerSecond, Quantity concurrency) {}
