/** Tools: functions with a name and a JSON Schema that agents, and models on their behalf, are granted to call. */
@NullMarked
package ai.netra.agents.tool;

import org.jspecify.annotations.NullMarked;
