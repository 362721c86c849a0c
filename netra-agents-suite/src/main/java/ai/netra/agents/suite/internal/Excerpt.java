package ai.netra.agents.suite.internal;

/** Values from outside as error messages quote them: on one line and not too long. */
public final class Excerpt {
    private static final int LONGEST = 80;

    private Excerpt() {}

    /** The text in single quotes, control characters replaced, shortened to 80 characters. */
    public static String of(String text) {
        String shortened = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return "'" + shortened.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
