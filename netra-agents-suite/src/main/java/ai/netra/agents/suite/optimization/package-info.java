/**
 * How a workload could be made cheaper, faster or steadier: strategies evaluated by replaying its own requests. Belongs here: the optimization agent, its
 * output, and the tool {@code optimize_resources}. What to do about it belongs to {@code actions}; cost and capacity models to {@code cost}.
 */
@NullMarked
package ai.netra.agents.suite.optimization;

import org.jspecify.annotations.NullMarked;
