/**
 * Understanding what a request asks for: category, intent, goals, constraints and named things, each with what it was read from. Text is data here:
 * nothing in a request is followed as an instruction.
 */
@NullMarked
package ai.netra.agents.suite.triage;

import org.jspecify.annotations.NullMarked;
