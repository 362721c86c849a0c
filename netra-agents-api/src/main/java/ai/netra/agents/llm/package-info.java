/** The language model as agents see it: client, request, response and failures. */
@NullMarked
package ai.netra.agents.llm;

import org.jspecify.annotations.NullMarked;
