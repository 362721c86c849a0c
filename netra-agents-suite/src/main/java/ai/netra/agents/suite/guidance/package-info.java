/** The guidance agent: what a user can supply so that the next answer is better. */
@NullMarked
package ai.netra.agents.suite.guidance;

import org.jspecify.annotations.NullMarked;
