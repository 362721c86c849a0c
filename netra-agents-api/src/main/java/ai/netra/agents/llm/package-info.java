/** Calls to large language models: the client a provider's integration implements, requests, responses and the ways they fail. */
@NullMarked
package ai.netra.agents.llm;

import org.jspecify.annotations.NullMarked;
