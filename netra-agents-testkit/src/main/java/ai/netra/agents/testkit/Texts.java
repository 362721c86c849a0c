package ai.netra.agents.testkit;

/** How messages of the testkit show text. */
final class Texts {
    private static final int LONGEST = 200;

    private Texts() {}

    /** In quotes, on one line, its middle cut out where it is long. */
    static String quoted(String text) {
        String line = text.replace("\n", "\\n");
        return '"'
                + (line.length() <= LONGEST
                        ? line
                        : line.substring(0, LONGEST / 2) + " …" + (line.length() - LONGEST) + " characters… "
                                + line.substring(line.length() - LONGEST / 2))
                + '"';
    }

    /** The longest piece of a text that is also in another one. */
    static String longestCommon(String text, String other) {
        int[] lengths = new int[other.length() + 1];
        int end = 0;
        int longest = 0;
        for (int i = 1; i <= text.length(); i++) {
            for (int j = other.length(); j >= 1; j--) {
                lengths[j] = text.charAt(i - 1) == other.charAt(j - 1) ? lengths[j - 1] + 1 : 0;
                if (lengths[j] > longest) {
                    longest = lengths[j];
                    end = i;
                }
            }
        }
        return text.substring(end - longest, end);
    }
}
