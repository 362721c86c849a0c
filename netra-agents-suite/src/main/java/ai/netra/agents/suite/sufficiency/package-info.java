/** Whether the data at hand carries an answer: data needs, the points they ask for, and the state that routes a request. No I/O belongs here. */
@NullMarked
package ai.netra.agents.suite.sufficiency;

import org.jspecify.annotations.NullMarked;
