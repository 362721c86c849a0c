/** The actions agent: recommendations as steps to take, in order, with checks and ways back. */
@NullMarked
package ai.netra.agents.suite.actions;

import org.jspecify.annotations.NullMarked;
