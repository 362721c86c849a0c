/** The one workflow table of the suite, as data: which agents a request takes, and what kind of report that makes. */
@NullMarked
package ai.netra.agents.suite.workflow;

import org.jspecify.annotations.NullMarked;
