/** The state store in memory, and one of two tiers. Stores and caches on other systems are integrations. */
@NullMarked
package ai.netra.agents.core.store;

import org.jspecify.annotations.NullMarked;
