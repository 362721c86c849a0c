package ai.netra.agents.http;

import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a body says of a failure, in the forms that providers and servers that follow them use: {@code {"error": {"message", "type", "code"}}}, the same
 * without {@code error} around it, {@code {"error": "message"}}, or plain text. What is not there is empty.
 *
 * @param message what is said
 * @param type the kind of failure, as it is named
 * @param code the failure, as it is named
 */
public record ErrorBody(String message, String type, String code) {
    /** Reads a body; of one that is neither JSON nor a line of text, such as a page of HTML, nothing. */
    public static ErrorBody of(String body) {
        try {
            return ofTree(JsonCodec.standard().plain(new JsonText(body)).orElse(""));
        } catch (JsonException notJson) {
            return new ErrorBody(body.stripLeading().startsWith("<") ? "" : body.strip(), "", "");
        }
    }

    private static ErrorBody ofTree(Object tree) {
        if (tree instanceof Map<?, ?> object) {
            Object error = object.get("error");
            return error instanceof Map<?, ?> inner
                    ? ofMembers(inner)
                    : error instanceof String message ? new ErrorBody(message, "", "") : ofMembers(object);
        }
        return new ErrorBody(tree instanceof String message ? message : "", "", "");
    }

    private static ErrorBody ofMembers(Map<?, ?> members) {
        String message = text(members.get("message"));
        return new ErrorBody(
                message.isEmpty() ? text(members.get("detail")) : message,
                text(members.get("type")),
                text(members.get("code")));
    }

    private static String text(@Nullable Object value) {
        return value instanceof String || value instanceof Number ? value.toString() : "";
    }
}
