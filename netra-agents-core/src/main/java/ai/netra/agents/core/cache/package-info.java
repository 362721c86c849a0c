/** The cache of agents' outputs in memory. Caches on other systems are integrations. */
@NullMarked
package ai.netra.agents.core.cache;

import org.jspecify.annotations.NullMarked;
