/** What an engine is built on and a host or testkit may replace or add to: threads, time, caches, and what the host keeps by thread. */
@NullMarked
package ai.netra.agents.spi;

import org.jspecify.annotations.NullMarked;
