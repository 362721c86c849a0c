package ai.netra.agents.core.llm;

import ai.netra.agents.llm.LlmResponse;

/** A call of the client within, whole or streamed. */
@FunctionalInterface
interface ModelCall {
    LlmResponse make() throws InterruptedException;
}
