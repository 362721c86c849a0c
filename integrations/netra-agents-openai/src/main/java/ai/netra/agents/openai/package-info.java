/**
 * Models behind the Chat Completions and Responses APIs of OpenAI, at OpenAI, Azure, Ollama, vLLM and others. The formats are those of
 * {@code github.com/openai/openai-openapi}.
 */
@NullMarked
package ai.netra.agents.openai;

import org.jspecify.annotations.NullMarked;
