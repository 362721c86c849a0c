package ai.netra.agents.http;

import ai.netra.agents.llm.LlmException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests, and waits for the head of the answer on the thread that asks. An interrupt or the end of the call's time gives the exchange up, which
 * closes its connection.
 */
final class HttpExchanges {
    private static final int DEEPEST = 10;

    private final HttpClient client;
    private final long maxBytes;

    HttpExchanges(HttpClient client, long maxBytes) {
        this.client = client;
        this.maxBytes = maxBytes;
    }

    HttpAnswer send(HttpRequest request, CallTime time) throws InterruptedException {
        if (Thread.interrupted()) {
            InterruptedException interrupted = new InterruptedException("interrupted before the model was asked");
            interrupted.addSuppressed(LlmException.Unavailable.notSent("interrupted before the model was asked"));
            throw interrupted;
        }
        CompletableFuture<HttpResponse<BodyChunks>> sent = client.sendAsync(request, head -> new BodyChunks());
        boolean arrived = false;
        try {
            HttpResponse<BodyChunks> response = sent.get(time.left(), TimeUnit.NANOSECONDS);
            arrived = true;
            return new HttpAnswer(response, time, maxBytes);
        } catch (TimeoutException late) {
            throw time.passed();
        } catch (ExecutionException failed) {
            throw failure(failed.getCause() == null ? failed : failed.getCause());
        } catch (CancellationException givenUp) {
            throw new LlmException.Unavailable("the exchange was cancelled by its HttpClient", null);
        } finally {
            if (!arrived) {
                giveUp(sent);
            }
        }
    }

    /** Closes the connection, also where the answer's head arrives at this very moment. */
    private static void giveUp(CompletableFuture<HttpResponse<BodyChunks>> sent) {
        if (!sent.cancel(true) && !sent.isCompletedExceptionally()) {
            sent.join().body().cancel();
        }
    }

    private static LlmException failure(Throwable cause) {
        if (isBeforeSending(cause)) {
            return LlmException.Unavailable.notSent("no connection was made: " + describe(cause));
        }
        return new LlmException.Unavailable("the call broke off before an answer: " + describe(cause), null);
    }

    private static boolean isBeforeSending(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof ConnectException
                    || cause instanceof HttpConnectTimeoutException
                    || cause instanceof UnresolvedAddressException
                    || cause instanceof UnknownHostException
                    || cause instanceof SSLHandshakeException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** What happened, in a few words: kinds and short messages of exceptions of the JDK, which say nothing of what was sent. */
    static String describe(@Nullable Throwable thrown) {
        if (thrown == null) {
            return "";
        }
        String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
        String kind = thrown instanceof HttpTimeoutException
                ? "timeout"
                : thrown.getClass().getSimpleName();
        Throwable cause = thrown.getCause();
        return ErrorText.printable(kind
                + message
                + (message.isEmpty() && cause != null ? ", " + cause.getClass().getSimpleName() : ""));
    }
}
