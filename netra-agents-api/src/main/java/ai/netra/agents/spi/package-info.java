<<<<<<< HEAD
/** What an engine is built on and a host or testkit may replace: threads and time. */
=======
/** What a runtime or an integration implements, and hosts do not call. */
>>>>>>> build
@NullMarked
package ai.netra.agents.spi;

import org.jspecify.annotations.NullMarked;
