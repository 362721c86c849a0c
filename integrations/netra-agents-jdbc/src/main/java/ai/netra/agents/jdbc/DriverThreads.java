package ai.netra.agents.jdbc;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.store.StoreException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Threads on which drivers are called, and never on the caller's: an interrupt there would close a virtual thread's socket under a group of appends, and
 * the file of an H2 database under everybody. They end when idle.
 */
final class DriverThreads implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor threads;
    private final Duration patience;

    /** With the time that a caller waits at most. */
    DriverThreads(int count, Duration patience) {
        this.patience = patience;
        this.threads = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "netra-jdbc");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Calls on one of the threads and waits for it. What nobody waits for any more is not begun. */
    <T> T call(String doing, Supplier<T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(doing, () -> complete(result, body));
        return await(doing, result);
    }

    private static <T> void complete(CompletableFuture<T> result, Supplier<T> body) {
        if (result.isDone()) {
            return;
        }
        try {
            result.complete(body.get());
        } catch (Throwable thrown) {
            result.completeExceptionally(thrown);
        }
    }

    void execute(String doing, Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException closed) {
            throw new StoreException.Unavailable(doing + " of a store that was closed; build another", closed);
        }
    }

    /** Waits for a result; of one that is not awaited any more, it is cancelled. */
    <T> T await(String doing, CompletableFuture<T> result) {
        try {
            return result.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable(doing + " was interrupted; it may have been done", interrupted);
        } catch (TimeoutException late) {
            result.cancel(false);
            throw new StoreException.Unavailable(
                    doing + " took longer than " + patience
                            + "; it may have been done. See whether the database is up and the pool has connections"
                            + " left",
                    late);
        } catch (ExecutionException failed) {
            throw thrown(doing, Objects.requireNonNullElse(failed.getCause(), failed));
        }
    }

    /** The worker's exception, which is everybody's of a group, as one of the caller's own. */
    private static RuntimeException thrown(String doing, Throwable cause) {
        String message = Objects.requireNonNullElse(cause.getMessage(), doing);
        return switch (cause) {
            case StoreException.NotReady known -> new StoreException.NotReady(message, known);
            case StoreException.Corrupt known -> new StoreException.Corrupt(message, known);
            case StoreException.Unavailable known -> new StoreException.Unavailable(message, known);
            case InvalidDefinitionException known -> known;
            case Error error -> throw error;
            default -> new StoreException.Unavailable(doing + " failed in the driver", cause);
        };
    }

    /** Lets the calls that were begun end, and takes no more. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
