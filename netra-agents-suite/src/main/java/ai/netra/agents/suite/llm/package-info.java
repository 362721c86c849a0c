/** What the suite's agents ask a model with: the client, the prompts and their versions. What they ask stands beside each agent. */
@NullMarked
package ai.netra.agents.suite.llm;

import org.jspecify.annotations.NullMarked;
