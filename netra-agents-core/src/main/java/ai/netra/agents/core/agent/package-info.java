/** Agents that ask a model: prompt, tools, and answers of a form that is checked. */
@NullMarked
package ai.netra.agents.core.agent;

import org.jspecify.annotations.NullMarked;
