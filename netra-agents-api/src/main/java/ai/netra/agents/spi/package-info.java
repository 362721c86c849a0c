/** What an engine is built on and a host or testkit may replace: threads and time. */
@NullMarked
package ai.netra.agents.spi;

import org.jspecify.annotations.NullMarked;
