/** Agents by the name of their type, with the tools granted to each. */
@NullMarked
package ai.netra.agents.core.factory;

import org.jspecify.annotations.NullMarked;
