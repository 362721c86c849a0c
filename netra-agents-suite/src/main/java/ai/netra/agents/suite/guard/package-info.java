/** The checks every request passes before any work: length, then structure. The host's own guards come after them. */
@NullMarked
package ai.netra.agents.suite.guard;

import org.jspecify.annotations.NullMarked;
