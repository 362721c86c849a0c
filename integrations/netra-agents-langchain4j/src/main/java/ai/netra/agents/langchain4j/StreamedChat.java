package ai.netra.agents.langchain4j;

import ai.netra.agents.llm.LlmDelta;
import ai.netra.agents.llm.LlmException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One streamed call: what comes on the model's threads is handed to the caller's, which waits for it. Where the caller is slower, the model's threads wait
 * for it; where it has given up, nothing waits.
 */
final class StreamedChat implements StreamingChatResponseHandler {
    private static final int AHEAD = 256;
    private static final long LOOK_AGAIN_MILLIS = 100;

    /** What has come. */
    private sealed interface Came {
        record Piece(String text) implements Came {}

        record Whole(ChatResponse response) implements Came {}

        record Failed(Throwable failure) implements Came {}
    }

    private final Duration deadline;
    private final long from = System.nanoTime();
    private final BlockingQueue<Came> came = new ArrayBlockingQueue<>(AHEAD);
    private final AtomicReference<@Nullable StreamingHandle> handle = new AtomicReference<>();
    private volatile boolean isOver;

    StreamedChat(Duration deadline) {
        this.deadline = deadline;
    }

    /** Hands pieces on until the answer is whole. */
    ChatResponse await(Consumer<? super LlmDelta> onDelta) throws InterruptedException {
        while (true) {
            long left = deadline.toNanos() - (System.nanoTime() - from);
            switch (came.poll(Math.max(0, left), TimeUnit.NANOSECONDS)) {
                case Came.Piece piece -> onDelta.accept(new LlmDelta(piece.text()));
                case Came.Whole whole -> {
                    return whole.response();
                }
                case Came.Failed failed -> throw new ChatFailures.Thrown(failed.failure());
                case null -> throw new LlmException.DeadlinePassed("no whole answer within " + deadline, null);
            }
        }
    }

    /** The caller waits no longer: what still comes is cancelled. */
    void end() {
        isOver = true;
        cancel(handle.get());
    }

    private void cancel(@Nullable StreamingHandle streaming) {
        if (streaming != null && !streaming.isCancelled()) {
            streaming.cancel();
        }
    }

    private void seen(StreamingHandle streaming) {
        handle.set(streaming);
        if (isOver) {
            cancel(streaming);
        }
    }

    private void put(Came next) {
        try {
            while (!isOver && !came.offer(next, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                // the caller is slow, or has given up
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onPartialResponse(String text) {
        if (!text.isEmpty()) {
            put(new Came.Piece(text));
        }
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
        seen(context.streamingHandle());
        onPartialResponse(piece.text());
    }

    @Override
    public void onPartialThinking(PartialThinking piece, PartialThinkingContext context) {
        seen(context.streamingHandle());
    }

    @Override
    public void onPartialToolCall(PartialToolCall piece, PartialToolCallContext context) {
        seen(context.streamingHandle());
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        put(new Came.Whole(response));
    }

    @Override
    public void onError(Throwable failure) {
        put(new Came.Failed(failure));
    }
}
