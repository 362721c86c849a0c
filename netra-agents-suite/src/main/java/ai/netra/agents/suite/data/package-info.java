/** The data agent: gathering what a request needs through tools, judging whether it suffices, and saying what is in it. */
@NullMarked
package ai.netra.agents.suite.data;

import org.jspecify.annotations.NullMarked;
