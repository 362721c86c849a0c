/** Read-only views of what has been: what the agents of a run gave, and what was said in a conversation; and how much of that agents see. */
@NullMarked
package ai.netra.agents.state;

import org.jspecify.annotations.NullMarked;
