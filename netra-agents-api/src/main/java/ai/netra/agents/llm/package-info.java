<<<<<<< HEAD
/** Calls to large language models: the client a provider's integration implements, requests, responses and the ways they fail. */
=======
/** The language model as agents see it: client, request, response and failures. */
>>>>>>> build
@NullMarked
package ai.netra.agents.llm;

import org.jspecify.annotations.NullMarked;
