<<<<<<< HEAD
/** What happens in a run, as a stream of events for user interfaces, logs and monitors. */
=======
/** What is reported while a run goes on. */
>>>>>>> build
@NullMarked
package ai.netra.agents.event;

import org.jspecify.annotations.NullMarked;
