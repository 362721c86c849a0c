package ai.netra.agents;

/**
 * The conversation a run belongs to, within its user's.
 *
 * @param value 1 to 200 characters, none of them control characters
 */
public record ThreadId(String value) {
    /**
     * Checks the form.
     *
     * @throws InvalidDefinitionException if the text is blank, over 200 characters, or holds control characters
     */
    public ThreadId {
        Identifiers.check("thread id", value);
    }

    /** As the constructor. */
    public static ThreadId of(String value) {
        return new ThreadId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
