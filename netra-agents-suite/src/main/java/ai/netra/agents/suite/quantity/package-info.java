/** Figures that say where they came from. Belongs here: the value, its unit and its provenance, and the arithmetic that keeps provenance honest. */
@NullMarked
package ai.netra.agents.suite.quantity;

import org.jspecify.annotations.NullMarked;
