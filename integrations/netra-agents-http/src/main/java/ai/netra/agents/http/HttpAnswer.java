package ai.netra.agents.http;

import ai.netra.agents.llm.LlmException;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;

/** An answer that is being received, on the thread that made the call. Closing it before its end closes its connection. */
final class HttpAnswer implements AutoCloseable {
    /** What may be left of a stream after its last event is nearly nothing; then the connection can serve again. */
    private static final Duration LEFT = Duration.ofMillis(100);

    private final HttpResponse<BodyChunks> response;
    private final CallTime time;
    private final long maxBytes;
    private final EventParser parser;
    private final Queue<ServerSentEvent> events = new ArrayDeque<>();
    private boolean ended;

    HttpAnswer(HttpResponse<BodyChunks> response, CallTime time, long maxBytes) {
        this.response = response;
        this.time = time;
        this.maxBytes = maxBytes;
        this.parser = new EventParser(maxBytes);
    }

    int status() {
        return response.statusCode();
    }

    HttpHeaders headers() {
        return response.headers();
    }

    /** The media type, in lower case and without parameters; empty where there is none. */
    String mediaType() {
        return headers()
                .firstValue("content-type")
                .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    /** The whole body. */
    String text() throws InterruptedException {
        return text(maxBytes);
    }

    /** The whole body, where it is no longer than this. */
    String text(long limit) throws InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (List<ByteBuffer> chunk = next(time.left()); !ended; chunk = next(time.left())) {
            for (ByteBuffer buffer : chunk) {
                if (body.size() + (long) buffer.remaining() > limit) {
                    throw tooLong(limit);
                }
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                body.writeBytes(bytes);
            }
        }
        return utf8(body.toByteArray(), 0, body.size());
    }

    /** The next event of a stream; empty at its end. */
    Optional<ServerSentEvent> event() throws InterruptedException {
        while (events.isEmpty() && !ended) {
            next(time.left()).forEach(buffer -> parser.feed(buffer, events::add));
        }
        return Optional.ofNullable(events.poll());
    }

    /** Takes the little that is left after a stream's last event. */
    void drain() throws InterruptedException {
        CallTime soon = time.atMost(LEFT);
        try {
            while (!ended && soon.left() > 0) {
                next(soon.left());
            }
        } catch (LlmException unimportant) {
            close(); // the answer is whole; its connection will not serve again
        }
    }

    /** The next chunk; none at the end. */
    private List<ByteBuffer> next(long nanos) throws InterruptedException {
        BodyChunks.Chunk chunk = (nanos > 0 ? response.body().take(nanos) : Optional.<BodyChunks.Chunk>empty())
                .orElseThrow(time::passed);
        return switch (chunk) {
            case BodyChunks.Chunk.Bytes bytes -> bytes.buffers();
            case BodyChunks.Chunk.End end -> {
                ended = true;
                yield List.of();
            }
            case BodyChunks.Chunk.Broken broken -> {
                ended = true;
                throw new LlmException.Unavailable(
                        "the connection broke in the middle of the answer: " + HttpExchanges.describe(broken.cause()),
                        null);
            }
        };
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            response.body().cancel();
        }
    }

    static LlmException tooLong(long limit) {
        return new LlmException.Unavailable(
                "the answer is longer than " + limit + " bytes; if it may be, raise maxResponseBytes", null);
    }

    /** The text of bytes from one place up to another. */
    static String utf8(byte[] bytes, int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new LlmException.Unavailable("the answer is not UTF-8", null);
        }
    }
}
