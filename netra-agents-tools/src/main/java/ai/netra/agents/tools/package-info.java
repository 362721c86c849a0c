/** Tools made from functions, their registry, and the dispatcher that agents' calls go through. */
@NullMarked
package ai.netra.agents.tools;

import org.jspecify.annotations.NullMarked;
