/** The report: what was asked, found, recommended and planned, with where every figure comes from. No calls belong here. */
@NullMarked
package ai.netra.agents.suite.reporting;

import org.jspecify.annotations.NullMarked;
