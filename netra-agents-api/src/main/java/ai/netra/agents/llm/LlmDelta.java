package ai.netra.agents.llm;

/**
 * A piece of an answer that is being streamed.
 *
 * @param text the text to append; never empty
 */
public record LlmDelta(String text) {}
