package ai.netra.agents.core.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * JSON text as UTF-8. Half of a surrogate pair, which a model's answer may be cut to, has no bytes in UTF-8: it is written as an escape, so that it comes
 * back as it was. JSON has no place for one but strings.
 */
final class JsonBytes {
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u(d[89a-f][0-9a-f]{2})|.)", Pattern.DOTALL);

    private JsonBytes() {}

    static byte[] of(String json) {
        int lone = lone(json, 0);
        if (lone == json.length()) {
            return json.getBytes(StandardCharsets.UTF_8);
        }
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        int copied = 0;
        while (lone < json.length()) {
            escaped.append(json, copied, lone).append(String.format("\\u%04x", (int) json.charAt(lone)));
            copied = lone + 1;
            lone = lone(json, copied);
        }
        return escaped.append(json, copied, json.length()).toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Without putting anything in the place of what is not UTF-8. The escapes are taken back here, as Jackson takes none of half a pair in the name of a
     * member.
     */
    static String text(byte[] bytes) throws CharacterCodingException {
        String json = StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
        return json.contains("\\ud") ? ESCAPE.matcher(json).replaceAll(JsonBytes::half) : json;
    }

    /** Other escapes stay as they are; a backslash that is itself escaped begins none. */
    private static String half(MatchResult escape) {
        String digits = escape.group(1);
        return Matcher.quoteReplacement(
                digits == null ? escape.group() : Character.toString(HexFormat.fromHexDigits(digits)));
    }

    /** Where the next half of a pair without its other half is; the length where there is none. */
    private static int lone(String json, int from) {
        for (int i = from; i < json.length(); i++) {
            char c = json.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c)
                        && i + 1 < json.length()
                        && Character.isLowSurrogate(json.charAt(i + 1))) {
                    i++;
                } else {
                    return i;
                }
            }
        }
        return json.length();
    }
}
