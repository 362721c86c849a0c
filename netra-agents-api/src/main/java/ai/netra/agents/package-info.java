<<<<<<< HEAD
/**
 * What host code compiles against: agents, orchestrators, runs, and their inputs, decisions, outcomes and results. Models, tools, events and what
 * engines are built on have subpackages of their own.
 */
=======
/** Agents, orchestrators, runs and their outcomes: what a host names when it builds and runs agents. */
>>>>>>> build
@NullMarked
package ai.netra.agents;

import org.jspecify.annotations.NullMarked;
