package ai.netra.agents.mcp;

import org.jspecify.annotations.Nullable;

/** Text that others wrote, made fit for a message or a log: one line, bounded. */
final class Foreign {
    private static final int LONGEST_MESSAGE = 500;

    private Foreign() {}

    static String line(@Nullable String text) {
        return text == null ? "" : line(text, LONGEST_MESSAGE);
    }

    static String line(String text, int longest) {
        String line = cut(text, longest).strip();
        return line.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** No longer than this, not counting the ellipsis, and not through a pair of surrogates. */
    static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest > 0 && Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }
}
