/** The message bus of this process. */
@NullMarked
package ai.netra.agents.core.message;

import org.jspecify.annotations.NullMarked;
