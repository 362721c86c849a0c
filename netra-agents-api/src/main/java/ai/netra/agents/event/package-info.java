/** What is reported while a run goes on. */
@NullMarked
package ai.netra.agents.event;

import org.jspecify.annotations.NullMarked;
