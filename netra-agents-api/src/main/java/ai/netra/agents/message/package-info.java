/** Messages between agents: what they are, how they are addressed, and the bus that carries them. */
@NullMarked
package ai.netra.agents.message;

import org.jspecify.annotations.NullMarked;
