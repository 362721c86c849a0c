/**
 * The orchestrators: sequential, parallel, for-each, conditional, loop, supervisor, handoff. Pure decisions; nothing here runs anything. Beside them the router
 * that asks a model, an agent that a supervisor may be given.
 */
@NullMarked
package ai.netra.agents.core.orchestrator;

import org.jspecify.annotations.NullMarked;
