package ai.netra.agents.http;

/**
 * One event of a stream, as the HTML standard's server-sent events have it.
 *
 * @param type its {@code event} field; empty where it has none
 * @param data its {@code data} fields, joined by line feeds
 */
public record ServerSentEvent(String type, String data) {
    /** The type and the length, not the data. */
    @Override
    public String toString() {
        return "ServerSentEvent[" + type + ", " + data.length() + " characters]";
    }
}
