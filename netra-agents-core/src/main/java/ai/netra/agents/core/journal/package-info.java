/** What is recorded of a run: its entries, the events derived from them, and their replay through the orchestrators. */
@NullMarked
package ai.netra.agents.core.journal;

import org.jspecify.annotations.NullMarked;
