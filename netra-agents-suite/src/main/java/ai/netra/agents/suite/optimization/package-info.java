/** The optimization agent: strategies, each held against a replay of the workload, and what they amount to. */
@NullMarked
package ai.netra.agents.suite.optimization;

import org.jspecify.annotations.NullMarked;
