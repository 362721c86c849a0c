package ai.netra.agents.llm;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * A client of a large language model. Implement me: one method, blocking.
 *
 * <p>Thread-safe; one client serves every agent at once. On interrupt it gives up the call and throws {@link InterruptedException}. Retries, limits
 * and deadlines are the engine's: a client makes one call. A client around another hands on {@link #defaultModel()} too.
 */
@FunctionalInterface
public interface LlmClient {
    /**
     * Asks the model once.
     *
     * @throws LlmException where the call failed, by the reason
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    LlmResponse generate(LlmRequest request) throws InterruptedException;

    /**
     * Asks the model once, handing on each piece of the answer as it comes. By default the whole text comes as one piece.
     *
     * @param onDelta called on this thread, in order, for each piece
     * @return the whole answer, which the pieces add up to
     * @throws LlmException where the call failed, by the reason; pieces may have been handed on by then
     * @throws InterruptedException if the thread was interrupted meanwhile
     */
    default LlmResponse stream(LlmRequest request, Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        LlmResponse response = generate(request);
        if (!response.text().isEmpty()) {
            onDelta.accept(new LlmDelta(response.text()));
        }
        return response;
    }

    /** The model that is asked where a request names none, where this client knows it: for prices, and states kept by model. */
    default Optional<String> defaultModel() {
        return Optional.empty();
    }
}
