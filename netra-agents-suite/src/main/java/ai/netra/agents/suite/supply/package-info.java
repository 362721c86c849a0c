/** The configuration of what serves a workload: what actions amount to, and whether it holds together. */
@NullMarked
package ai.netra.agents.suite.supply;

import org.jspecify.annotations.NullMarked;
