package ai.netra.agents;

/** The form that user, thread and run ids share. */
final class Identifiers {
    private static final int LONGEST = 200;

    private Identifiers() {}

    static void check(String what, String value) {
        if (value.isBlank() || value.length() > LONGEST || hasControls(value)) {
            throw new InvalidDefinitionException(what + " of " + value.length() + " characters is malformed; use 1 to "
                    + LONGEST + " characters, not blank, no control characters");
        }
    }

    /** Without a stream: every run is given an id. */
    private static boolean hasControls(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
