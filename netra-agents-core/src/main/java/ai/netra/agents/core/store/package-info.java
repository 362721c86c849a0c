/** The state store in memory. Stores on other systems are integrations. */
@NullMarked
package ai.netra.agents.core.store;

import org.jspecify.annotations.NullMarked;
