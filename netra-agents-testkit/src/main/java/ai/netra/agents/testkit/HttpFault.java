package ai.netra.agents.testkit;

import ai.netra.agents.InvalidDefinitionException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FakeLlmServer} does to one call besides, or instead of, answering it by its script. Immutable; each method returns a changed copy.
 *
 * <pre>{@code
 * server.next(HttpFault.status(503, "text/plain", "overloaded").header("retry-after", "2"));
 * server.next(HttpFault.none().chunksOf(1).cutAfter(200));
 * }</pre>
 */
public final class HttpFault {
    private static final HttpFault NONE = new HttpFault(new Settings());

    private final Settings settings;

    private HttpFault(Settings settings) {
        this.settings = settings;
    }

    /** Nothing: the script's reply as it is, to change how it is sent. */
    public static HttpFault none() {
        return NONE;
    }

    /** An answer of this status and body in place of the script's reply, whose next entry stays the next. */
    public static HttpFault status(int status, String mediaType, String body) {
        return body(status, mediaType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer of status 200 and this body, which may be no text, in place of the script's reply. */
    public static HttpFault body(String mediaType, byte[] body) {
        return body(200, mediaType, body);
    }

    private static HttpFault body(int status, String mediaType, byte[] body) {
        return NONE.with(to -> {
            to.status = status;
            to.mediaType = mediaType;
            to.body = body.clone();
        });
    }

    /** No answer, in place of the script's reply: the request is read, and the connection stays open until somebody closes it. */
    public static HttpFault silence() {
        return NONE.with(to -> to.end = End.SILENCE);
    }

    /** A closed connection (FIN) in place of the script's reply. */
    public static HttpFault hangUp() {
        return NONE.with(to -> to.end = End.CLOSE).cutAfter(0);
    }

    /** A reset connection (RST) in place of the script's reply. */
    public static HttpFault reset() {
        return NONE.with(to -> to.end = End.RESET).cutAfter(0);
    }

    /** With this header besides. */
    public HttpFault header(String name, String value) {
        return with(to -> to.headers.put(name, value));
    }

    /** The body over and over, without end. */
    public HttpFault endless() {
        return repeated(Long.MAX_VALUE);
    }

    /** The body so many times. */
    public HttpFault repeated(long times) {
        return with(to -> to.times = positive("times", times));
    }

    /** The body in pieces of so many bytes, each a chunk of its own, so that characters and events come split. */
    public HttpFault chunksOf(int bytes) {
        return with(to -> to.chunk = (int) positive("bytes of a chunk", bytes));
    }

    /** With this time between pieces of the body. */
    public HttpFault slowly(Duration pause) {
        return with(to -> to.pause = pause);
    }

    /** With lines that end as CRLF, and comments, ids and unknown events between the events of a stream. */
    public HttpFault noisy() {
        return with(to -> to.noisy = true);
    }

    /** Waits, after so many pieces of text were sent, until the latch is open. */
    public HttpFault heldAfter(int deltas, CountDownLatch latch) {
        return with(to -> {
            to.heldAfter = deltas;
            to.latch = latch;
        });
    }

    /** Closes the connection (FIN) after so many bytes of the body. */
    public HttpFault cutAfter(long bytes) {
        return with(to -> {
            to.cutAfter = bytes;
            to.end = to.end == End.RESET ? End.RESET : End.CLOSE;
        });
    }

    /** Resets the connection (RST) after so many bytes of the body. */
    public HttpFault resetAfter(long bytes) {
        return with(to -> {
            to.cutAfter = bytes;
            to.end = End.RESET;
        });
    }

    /** A copy. */
    Settings settings() {
        return new Settings(settings);
    }

    private HttpFault with(Consumer<Settings> change) {
        Settings copy = new Settings(settings);
        change.accept(copy);
        return new HttpFault(copy);
    }

    private static long positive(String what, long value) {
        if (value < 1) {
            throw new InvalidDefinitionException(what + " of a fault is " + value + "; use 1 or more");
        }
        return value;
    }

    /** How a connection comes to its end. */
    enum End {
        NONE,
        SILENCE,
        CLOSE,
        RESET
    }

    /** What was said, changed only while it is being copied. */
    static final class Settings {
        int status;
        String mediaType = "";
        byte @Nullable [] body;
        long times = 1;
        final Map<String, String> headers = new LinkedHashMap<>();
        int chunk;
        Duration pause = Duration.ZERO;
        boolean noisy;
        int heldAfter = -1;

        @Nullable
        CountDownLatch latch;

        long cutAfter = Long.MAX_VALUE;
        End end = End.NONE;

        private Settings() {}

        private Settings(Settings other) {
            status = other.status;
            mediaType = other.mediaType;
            body = other.body;
            times = other.times;
            headers.putAll(other.headers);
            chunk = other.chunk;
            pause = other.pause;
            noisy = other.noisy;
            heldAfter = other.heldAfter;
            latch = other.latch;
            cutAfter = other.cutAfter;
            end = other.end;
        }
    }
}
