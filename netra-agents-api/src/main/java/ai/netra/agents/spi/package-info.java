/** What an engine is built on and a host or testkit may replace: threads, time and caches. */
@NullMarked
package ai.netra.agents.spi;

import org.jspecify.annotations.NullMarked;
