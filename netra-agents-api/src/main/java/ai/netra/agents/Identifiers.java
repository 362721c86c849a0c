package ai.netra.agents;

/** The form that user, thread and run ids share. */
final class Identifiers {
    private static final int LONGEST = 200;

    private Identifiers() {}

    static void check(String what, String value) {
        if (value.isBlank() || value.length() > LONGEST || value.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidDefinitionException(what + " of " + value.length() + " characters is malformed; use 1 to "
                    + LONGEST + " characters, not blank, no control characters");
        }
    }
}
