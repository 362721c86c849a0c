/** Agents, orchestrators, runs and their outcomes: what a host names when it builds and runs agents. */
@NullMarked
package ai.netra.agents;

import org.jspecify.annotations.NullMarked;
