/** How values become JSON and come back, and the JSON Schema of a type. The only place that knows Jackson and the schema libraries. */
@NullMarked
package ai.netra.agents.tools.json;

import org.jspecify.annotations.NullMarked;
