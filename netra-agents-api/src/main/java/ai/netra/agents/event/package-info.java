/** What happens in a run, as a stream of events for user interfaces, logs and monitors. */
@NullMarked
package ai.netra.agents.event;

import org.jspecify.annotations.NullMarked;
