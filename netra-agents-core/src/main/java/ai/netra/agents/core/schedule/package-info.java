/** The scheduler of production: virtual threads and the system's time. The one place in core that touches threads and clocks. */
@NullMarked
package ai.netra.agents.core.schedule;

import org.jspecify.annotations.NullMarked;
