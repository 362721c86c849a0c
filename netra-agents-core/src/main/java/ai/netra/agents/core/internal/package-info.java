/** How a run is executed. Not exported. */
@NullMarked
package ai.netra.agents.core.internal;

import org.jspecify.annotations.NullMarked;
