/** The state store in memory, one of two tiers, and one that encrypts. Stores and caches on other systems are integrations. */
@NullMarked
package ai.netra.agents.core.store;

import org.jspecify.annotations.NullMarked;
