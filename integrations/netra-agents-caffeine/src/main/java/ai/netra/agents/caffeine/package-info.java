/** The cache of agents' outputs on Caffeine. */
@NullMarked
package ai.netra.agents.caffeine;

import org.jspecify.annotations.NullMarked;
