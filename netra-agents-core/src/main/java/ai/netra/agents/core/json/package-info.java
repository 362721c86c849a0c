/** Results, states and events as JSON, under the names that user interfaces and other systems read. */
@NullMarked
package ai.netra.agents.core.json;

import org.jspecify.annotations.NullMarked;
