package ai.netra.agents.jdbc;

/**
 * Ids as columns hold them: as they are, but for a backslash, which is doubled, and for half a surrogate pair, which UTF-8 has no bytes for. A driver
 * would write a question mark in its place, and one user's id would be another's; here it is a backslash and a private character.
 */
final class Ids {
    private static final char MARK = '\\';
    private static final int SHIFT = 0xE000 - Character.MIN_SURROGATE;

    private Ids() {}

    static String column(String id) {
        StringBuilder column = new StringBuilder(id.length());
        id.codePoints().forEach(point -> {
            if (point == MARK) {
                column.append(MARK).append(MARK);
            } else if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                column.append(MARK).append((char) (point + SHIFT));
            } else {
                column.appendCodePoint(point);
            }
        });
        return column.toString();
    }

    static String id(String column) {
        StringBuilder id = new StringBuilder(column.length());
        for (int i = 0; i < column.length(); i++) {
            char c = column.charAt(i);
            if (c != MARK) {
                id.append(c);
            } else {
                i++;
                char marked = column.charAt(i);
                id.append(marked == MARK ? MARK : (char) (marked - SHIFT));
            }
        }
        return id.toString();
    }
}
