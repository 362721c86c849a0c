/** How often agents are called, how long they take and how often they fail, kept in memory. */
@NullMarked
package ai.netra.agents.core.metrics;

import org.jspecify.annotations.NullMarked;
