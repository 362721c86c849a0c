/**
 * What stands between the engine and a provider's client: decorators of {@link ai.netra.agents.llm.LlmClient}, and what the engine reckons its requests
 * with. They keep their state by model, so there is one of each for a provider, shared by all runs:
 *
 * <pre>
 *  agent ▶ the run's limits ▶ ConcurrencyLimit ▶ CircuitBreaker ▶ the provider's client
 *          the call's time     waits its turn     refuses while
 *          the record                             the provider is down
 * </pre>
 *
 * <pre>{@code
 * LlmClient client = ConcurrencyLimit.of(CircuitBreaker.of(provider), 8);
 * }</pre>
 *
 * <p>In this order the breaker sees what the provider does and nothing else: a call that waits holds no place among its probes, and one that gave up
 * waiting is no failure of the provider. While the breaker is open, what waits is refused as fast as turns come. Retries are not here: they are a
 * policy of the activation, and honor the retry-after of either.
 */
@NullMarked
package ai.netra.agents.core.llm;

import org.jspecify.annotations.NullMarked;
