/**
 * What clients of models over HTTP have in common. A provider's format is an {@link ai.netra.agents.http.LlmProtocol}, which knows no net;
 * {@link ai.netra.agents.http.HttpLlmClient} makes the call: its deadline, its interrupt, its bounds, its key, and what each failure is.
 */
@NullMarked
package ai.netra.agents.http;

import org.jspecify.annotations.NullMarked;
