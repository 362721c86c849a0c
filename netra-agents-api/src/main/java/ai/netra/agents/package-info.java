/**
 * What host code compiles against: agents, orchestrators, runs, and their inputs, decisions, outcomes and results. Models, tools, events and what
 * engines are built on have subpackages of their own.
 */
@NullMarked
package ai.netra.agents;

import org.jspecify.annotations.NullMarked;
