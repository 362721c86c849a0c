package ai.netra.agents.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Parses server-sent events from bytes that come in pieces, split anywhere: lines end with CR, LF or both, comments and unknown fields are passed over,
 * and an event that its stream ends in is none. It keeps one event at most.
 */
final class EventParser {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final long maxBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private final StringBuilder data = new StringBuilder();
    private String type = "";
    private boolean hasData;
    private boolean isFirstLine = true;
    private boolean afterReturn;

    EventParser(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes the next bytes.
     *
     * @throws ai.netra.agents.llm.LlmException if a line is not UTF-8, or an event longer than the bound
     */
    void feed(ByteBuffer bytes, Consumer<ServerSentEvent> events) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == '\n' && afterReturn) {
                afterReturn = false;
            } else if (next == '\n' || next == '\r') {
                afterReturn = next == '\r';
                endLine(events);
            } else {
                afterReturn = false;
                if (line.size() + data.length() >= maxBytes) {
                    throw HttpAnswer.tooLong(maxBytes);
                }
                line.write(next);
            }
        }
    }

    private void endLine(Consumer<ServerSentEvent> events) {
        byte[] bytes = line.toByteArray();
        line.reset();
        int from = isFirstLine && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
        isFirstLine = false;
        String text = HttpAnswer.utf8(bytes, from);
        if (text.isEmpty()) {
            if (hasData) {
                events.accept(new ServerSentEvent(type, data.toString()));
            }
            data.setLength(0);
            if (data.capacity() > 1 << 16) {
                data.trimToSize();
            }
            type = "";
            hasData = false;
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(text.startsWith(": ", colon) ? colon + 2 : colon + 1);
        if (field.equals("data")) {
            data.append(hasData ? "\n" : "").append(value);
            hasData = true;
        } else if (field.equals("event")) {
            type = value;
        }
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK.length
                && bytes[0] == BYTE_ORDER_MARK[0]
                && bytes[1] == BYTE_ORDER_MARK[1]
                && bytes[2] == BYTE_ORDER_MARK[2];
    }
}
