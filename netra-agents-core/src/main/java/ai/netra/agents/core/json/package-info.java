/** Results, states and events as JSON, under the names that user interfaces and other systems read; and journals, as stores keep them. */
@NullMarked
package ai.netra.agents.core.json;

import org.jspecify.annotations.NullMarked;
