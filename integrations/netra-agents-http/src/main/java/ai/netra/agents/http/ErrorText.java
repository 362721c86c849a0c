package ai.netra.agents.http;

import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What a provider says of a failure, fit for messages: short, on one line, and without what it repeats of the request or of secrets. */
public final class ErrorText {
    private static final int LONGEST = 300;

    /** So many characters in a row that are also in the request are taken to be from there. */
    private static final int RUN = 16;

    /** Shorter texts are words that anything may hold. */
    private static final int SHORTEST = 6;

    private static final String HIDDEN = "…";

    private ErrorText() {}

    /** The text without secrets, and without runs of 16 characters, or whole texts of 6 or more, that the request holds. */
    public static String of(String raw, LlmRequest request, Collection<String> secrets) {
        boolean isCut = raw.length() > 2 * LONGEST;
        String text = isCut ? raw.substring(0, 2 * LONGEST) : raw;
        for (String secret : secrets) {
            text = secret.length() < SHORTEST ? text : without(text, secret, secret.length());
            text = secret.length() <= RUN ? text : without(text, secret, RUN);
        }
        List<String> sent = request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .flatMap(ErrorText::texts)
                .filter(part -> part.length() >= SHORTEST)
                .toList();
        for (String part : sent) {
            text = without(text, part, Math.min(RUN, part.length()));
        }
        // the cut may have left less than a run of a secret at the end
        return printable(isCut ? text.substring(0, Math.max(0, text.length() - RUN)) : text);
    }

    private static Stream<String> texts(LlmPart part) {
        return switch (part) {
            case LlmPart.Text text -> Stream.of(text.text());
            case LlmPart.Image image -> Stream.of(image.base64());
            case LlmPart.ToolUse use -> Stream.of(use.argumentsJson());
            case LlmPart.ToolAnswer answer -> Stream.of(answer.resultJson());
            case LlmPart.Opaque opaque -> Stream.of(opaque.json());
        };
    }

    /** The text without the runs of this length or more that it has in common with another. */
    private static String without(String text, String other, int run) {
        StringBuilder kept = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = Math.min(text.length(), at + run);
            if (end - at < run || !other.contains(text.substring(at, end))) {
                kept.append(text.charAt(at++));
                continue;
            }
            while (end < text.length() && other.contains(text.substring(end - run + 1, end + 1))) {
                end++;
            }
            kept.append(HIDDEN);
            at = end;
        }
        return kept.toString();
    }

    /** On one line, without control and format characters, and not long. */
    static String printable(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean isSpace = Character.isWhitespace(c) || Character.isSpaceChar(c);
            if (isSpace && !line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            } else if (!isSpace
                    && type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.SURROGATE
                    && type != Character.UNASSIGNED
                    && type != Character.PRIVATE_USE) {
                line.appendCodePoint(c);
            }
        });
        String printable = line.toString().strip();
        return printable.codePointCount(0, printable.length()) <= LONGEST
                ? printable
                : printable.substring(0, printable.offsetByCodePoints(0, LONGEST)) + HIDDEN;
    }
}
