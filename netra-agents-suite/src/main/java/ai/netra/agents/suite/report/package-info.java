/** The form of the answer to a request. How it is made belongs to {@code reporting}. */
@NullMarked
package ai.netra.agents.suite.report;

import org.jspecify.annotations.NullMarked;
