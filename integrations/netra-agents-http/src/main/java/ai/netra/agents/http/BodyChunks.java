package ai.netra.agents.http;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response as its chunks, taken one by one by the thread that made the call. The next is asked for when one was taken, so that little more
 * than one is held.
 */
final class BodyChunks implements HttpResponse.BodySubscriber<BodyChunks> {
    private final BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private Flow.@Nullable Subscription subscription;
    private boolean cancelled;

    /** A piece of a body, its end, or what went wrong with it. */
    sealed interface Chunk {
        /** Bytes. */
        record Bytes(List<ByteBuffer> buffers) implements Chunk {}

        /** No more. */
        record End() implements Chunk {}

        /** No more, as this happened. */
        record Broken(Throwable cause) implements Chunk {}
    }

    /** The next chunk; empty if none came in this time. Not to be called again after an end. */
    Optional<Chunk> take(long nanos) throws InterruptedException {
        Chunk next = chunks.poll(nanos, TimeUnit.NANOSECONDS);
        if (next instanceof Chunk.Bytes) {
            ask();
        }
        return Optional.ofNullable(next);
    }

    /** Wants no more: what is being received is given up, and its connection closed. */
    void cancel() {
        Flow.Subscription current;
        lock.lock();
        try {
            cancelled = true;
            current = subscription;
        } finally {
            lock.unlock();
        }
        if (current != null) {
            current.cancel();
        }
    }

    private void ask() {
        Flow.Subscription current;
        lock.lock();
        try {
            current = cancelled ? null : subscription;
        } finally {
            lock.unlock();
        }
        if (current != null) {
            current.request(1);
        }
    }

    @Override
    public CompletionStage<BodyChunks> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        boolean late;
        lock.lock();
        try {
            late = cancelled;
            subscription = given;
        } finally {
            lock.unlock();
        }
        if (late) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        chunks.add(new Chunk.Bytes(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        chunks.add(new Chunk.Broken(cause));
    }

    @Override
    public void onComplete() {
        chunks.add(new Chunk.End());
    }
}
