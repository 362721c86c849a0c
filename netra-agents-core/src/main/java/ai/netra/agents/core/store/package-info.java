/** The stores in memory, artifacts in a directory, and what goes around a store: tiers, encryption, large payloads. Stores and caches on other systems are integrations. */
@NullMarked
package ai.netra.agents.core.store;

import org.jspecify.annotations.NullMarked;
