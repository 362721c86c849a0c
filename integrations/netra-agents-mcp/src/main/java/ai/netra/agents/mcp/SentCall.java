package ai.netra.agents.mcp;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way, and its answer. It travels in the subscriber's context down to the link, which tells it the id that the SDK gave it; that is what a
 * cancellation names.
 *
 * @param <T> what is asked for
 */
final class SentCall<T> {
    static final String KEY = "ai.netra.agents.mcp.call";

    private final CompletableFuture<T> answer = new CompletableFuture<>();
    private volatile @Nullable Object id;

    void sent(Object requestId) {
        id = requestId;
    }

    @Nullable
    Object id() {
        return id;
    }

    CompletableFuture<T> answer() {
        return answer;
    }
}
