/** State, and caches of streams and of agents' outputs, on Redis. */
@NullMarked
package ai.netra.agents.redis;

import org.jspecify.annotations.NullMarked;
