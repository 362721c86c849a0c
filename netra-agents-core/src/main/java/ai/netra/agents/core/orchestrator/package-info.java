/** The orchestrators: sequential, parallel, conditional, loop and supervisor. Pure decisions; nothing here runs anything. */
@NullMarked
package ai.netra.agents.core.orchestrator;

import org.jspecify.annotations.NullMarked;
