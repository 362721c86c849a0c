/** The Netra agents, wired: start at {@link ai.netra.agents.suite.NetraSuite}. What an agent does belongs to its own package. */
@NullMarked
package ai.netra.agents.suite;

import org.jspecify.annotations.NullMarked;
