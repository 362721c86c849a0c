package ai.netra.agents;

/**
 * One run: one request and all that was done for it.
 *
 * @param value 1 to 200 characters, none of them control characters
 */
public record RunId(String value) {
    /**
     * Checks the form.
     *
     * @throws InvalidDefinitionException if the text is blank, over 200 characters, or holds control characters
     */
    public RunId {
        Identifiers.check("run id", value);
    }

    /** As the constructor. */
    public static RunId of(String value) {
        return new RunId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
