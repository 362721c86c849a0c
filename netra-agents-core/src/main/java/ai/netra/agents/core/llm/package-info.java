/** What stands between an agent and a provider's client, and reckons with it. */
@NullMarked
package ai.netra.agents.core.llm;

import org.jspecify.annotations.NullMarked;
