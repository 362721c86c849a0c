package ai.netra.agents.openai;

/** The APIs of OpenAI that a model can be asked through. */
public enum OpenAiApi {
    /** Chat Completions, {@code /chat/completions}: what every compatible server speaks. */
    CHAT_COMPLETIONS,
    /** Responses, {@code /responses}: OpenAI's newer one. Asked without a state of its own: {@code store} is false unless said otherwise. */
    RESPONSES
}
