package ai.netra.agents.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parses server-sent events from bytes that come in pieces, split anywhere: lines end with CR, LF or both, comments and unknown fields are passed over,
 * and an event that its stream ends in is none. It keeps one event at most.
 */
final class EventParser {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int SMALL = 256;
    private static final int LARGE = 1 << 16;

    private final long maxBytes;
    private byte[] line = new byte[SMALL];
    private int length;
    private @Nullable CharSequence data; // mostly one line; a builder where there are more
    private String type = "";
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
                append(next);
            }
        }
    }

    private void append(byte next) {
        if (length + (data == null ? 0 : data.length()) >= maxBytes) {
            throw HttpAnswer.tooLong(maxBytes);
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = next;
    }

    private void endLine(Consumer<ServerSentEvent> events) {
        int from = isFirstLine && startsWithMark() ? BYTE_ORDER_MARK.length : 0;
        isFirstLine = false;
        String text = HttpAnswer.utf8(line, from, length);
        length = 0;
        if (line.length > LARGE) {
            line = new byte[SMALL];
        }
        if (text.isEmpty()) {
            if (data != null) {
                events.accept(new ServerSentEvent(type, data.toString()));
            }
            data = null;
            type = "";
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        String value = colon < 0 ? "" : text.substring(text.startsWith(": ", colon) ? colon + 2 : colon + 1);
        if (field.equals("data")) {
            data = data == null ? value : appended(data, value);
        } else if (field.equals("event")) {
            type = value;
        }
    }

    private static StringBuilder appended(CharSequence before, String value) {
        StringBuilder lines = before instanceof StringBuilder more ? more : new StringBuilder(before);
        return lines.append('\n').append(value);
    }

    private boolean startsWithMark() {
        return length >= BYTE_ORDER_MARK.length
                && Arrays.equals(line, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    }
}
