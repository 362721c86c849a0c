/** Tools made from typed code, and the registry and dispatcher that serve them. */
@NullMarked
package ai.netra.agents.tools;

import org.jspecify.annotations.NullMarked;
