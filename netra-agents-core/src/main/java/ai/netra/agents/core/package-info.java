/** The local runtime and the orchestrators that hosts build. */
@NullMarked
package ai.netra.agents.core;

import org.jspecify.annotations.NullMarked;
