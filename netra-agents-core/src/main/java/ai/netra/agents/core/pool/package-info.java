/** Pools of instances that serve one activation at a time, for agents that hold a scarce or stateful resource. */
@NullMarked
package ai.netra.agents.core.pool;

import org.jspecify.annotations.NullMarked;
