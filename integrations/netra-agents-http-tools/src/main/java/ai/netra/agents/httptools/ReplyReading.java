package ai.netra.agents.httptools;

import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes results of answers, in words that a model may be shown. */
final class ReplyReading {
    private static final int LONGEST_WORDS = 300;
    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:-]+)\"?");

    private ReplyReading() {}

    static ToolResult result(HttpReply reply, List<String> secrets) {
        if (!reply.isSuccess()) {
            return ToolResult.failure(refusal(reply, secrets));
        }
        if (reply.body().length == 0) {
            return ToolResult.of("done, status " + reply.status());
        }
        if (!reply.encoding().isEmpty() && !reply.encoding().equalsIgnoreCase("identity")) {
            return ToolResult.failure("the answer is packed, which was not asked for");
        }
        String type = mediaType(reply);
        boolean json = isJson(type);
        if (!json && !type.startsWith("text/") && !type.equals("application/xml") && !type.endsWith("+xml")) {
            return ToolResult.failure("the answer is " + (type.isEmpty() ? "of no type" : printable(type))
                    + ", which is neither JSON nor text");
        }
        if (json && reply.cut()) {
            return ToolResult.failure("the answer is longer than " + reply.body().length
                    + " bytes, and JSON that is cut off says nothing; ask for less");
        }
        Optional<String> text = text(reply, json);
        if (text.isEmpty()) {
            return ToolResult.failure("the answer is not in the characters it says it is in");
        }
        String safe = without(text.get(), secrets);
        if (!json) {
            return ToolResult.of(
                    reply.cut()
                            ? safe + "\n[cut off: only the first " + reply.body().length + " bytes were read]"
                            : safe);
        }
        try {
            return ToolResult.of(JsonCodec.standard().decode(safe, JsonText.class));
        } catch (JsonException malformed) {
            return ToolResult.failure("the answer says that it is JSON, and is not");
        }
    }

    /** A server's words are shown where they may help to ask better: of a request that was wrong. */
    private static String refusal(HttpReply reply, List<String> secrets) {
        String begin = "the server answered " + reply.status();
        boolean readable = isJson(mediaType(reply)) || mediaType(reply).equals("text/plain");
        if (reply.status() < CLIENT_ERROR
                || reply.status() >= SERVER_ERROR
                || !readable
                || !reply.encoding().isEmpty()) {
            return begin;
        }
        String words = printable(without(text(reply, false).orElse(""), secrets));
        return words.isBlank() ? begin : begin + ": " + words;
    }

    private static String mediaType(HttpReply reply) {
        return reply.contentType().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isJson(String type) {
        return type.equals("application/json") || (type.startsWith("application/") && type.endsWith("+json"));
    }

    /** JSON is UTF-8. What was cut may have been cut within a character. */
    private static Optional<String> text(HttpReply reply, boolean json) {
        Charset charset = StandardCharsets.UTF_8;
        Matcher named = CHARSET.matcher(reply.contentType());
        try {
            if (!json && named.find()) {
                charset = Charset.forName(named.group(1));
            }
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(reply.cut() ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(reply.body()))
                    .toString());
        } catch (CharacterCodingException | IllegalCharsetNameException | UnsupportedCharsetException unreadable) {
            return Optional.empty();
        }
    }

    private static String without(String text, List<String> secrets) {
        String safe = text;
        for (String secret : secrets) {
            safe = safe.replace(secret, "[secret]");
        }
        return safe;
    }

    private static String printable(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= LONGEST_WORDS ? line : line.substring(0, LONGEST_WORDS) + "…";
    }
}
