/** Tools that agents call: their specification, arguments and results. */
@NullMarked
package ai.netra.agents.tool;

import org.jspecify.annotations.NullMarked;
