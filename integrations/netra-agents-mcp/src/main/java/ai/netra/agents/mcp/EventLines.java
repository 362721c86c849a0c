package ai.netra.agents.mcp;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events (WHATWG, section 9.2), with the ids and the waiting time that resuming a stream needs. Not thread-safe. */
final class EventLines {
    private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

    private final BoundedLines lines;
    private final int longest;
    private @Nullable String lastId;
    private @Nullable Duration retry;

    EventLines(InputStream in, int longest) {
        this.lines = new BoundedLines(in, longest);
        this.longest = longest;
    }

    /** The id of the last event that had one, or null before the first. */
    @Nullable
    String lastId() {
        return lastId;
    }

    /** How long to wait before the stream is asked for again, where the server has said. */
    @Nullable
    Duration retry() {
        return retry;
    }

    /** The data of the next message, or null at the end of the stream. Events of other types are passed over, and those without data, that only carry an id. */
    @Nullable
    String next() throws IOException {
        StringBuilder data = new StringBuilder();
        String type = "message";
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (line.isEmpty()) {
                String whole = data.toString();
                if (!whole.isBlank() && type.equals("message")) {
                    return whole;
                }
                data.setLength(0);
                type = "message";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "data" -> append(data, value);
                case "event" -> type = value.isEmpty() ? "message" : value;
                case "id" -> lastId = value.indexOf('\0') < 0 ? value : lastId;
                case "retry" -> retry = millis(value);
                default -> {} // a comment, or what later versions add
            }
        }
        return null;
    }

    private void append(StringBuilder data, String value) throws IOException {
        if (data.length() + value.length() > longest) {
            throw new BoundedLines.TooLong(longest);
        }
        data.append(value).append('\n');
    }

    private @Nullable Duration millis(String value) {
        if (!value.matches("\\d{1,9}")) {
            return retry;
        }
        Duration asked = Duration.ofMillis(Long.parseLong(value));
        return asked.compareTo(LONGEST_RETRY) < 0 ? asked : LONGEST_RETRY;
    }
}
