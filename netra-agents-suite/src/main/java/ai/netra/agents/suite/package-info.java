/** The Netra agents that answer a question about a workload. */
@NullMarked
package ai.netra.agents.suite;

import org.jspecify.annotations.NullMarked;
