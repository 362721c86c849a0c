/**
 * What stands between the engine and a provider's client: decorators of {@link ai.netra.agents.llm.LlmClient}, and what the engine reckons its requests
 * with:
 *
 * <pre>
 *  agent ▶ the run's limits ▶ LlmResponseCache ▶ FallbackChain  ▶ ConcurrencyLimit ▶ TokenRateLimit ▶ CircuitBreaker ▶ LlmRecorder ▶ the provider's
 *          the call's time    what was asked     or ModelRouter   waits its turn     waits for        refuses while    writes down   client
 *          the record         before                                                 tokens           the provider
 *                                                                                                     is down
 *                             └────── one for all ──────────┘   └─────────────────── one of each for a provider ────────────────┘
 * </pre>
 *
 * <pre>{@code
 * LlmClient client = ConcurrencyLimit.of(CircuitBreaker.of(provider), 8);
 * }</pre>
 *
 * <p>In this order the breaker sees what the provider does and nothing else: a call that waits holds no place among its probes, and one that gave up
 * waiting is no failure of the provider. While the breaker is open, what waits is refused as fast as turns come. A call that waits for tokens holds a place
 * of the concurrency limit, which takes none from others: none of the same model would go before it. What the cache answers takes no place and no tokens.
 * Retries are not here: they are a policy of the activation, and honor the retry-after of all of them.
 */
@NullMarked
package ai.netra.agents.core.llm;

import org.jspecify.annotations.NullMarked;
