package ai.netra.agents;

/**
 * Who a run is for. Part of the key of every state, cache entry and message, so that one user never sees another's.
 *
 * @param value 1 to 200 characters, none of them control characters
 */
public record UserId(String value) {
    /** The user of requests that name none: a host with a single user. */
    public static final UserId LOCAL = new UserId("local");

    /**
     * Checks the form.
     *
     * @throws InvalidDefinitionException if the text is blank, over 200 characters, or holds control characters
     */
    public UserId {
        Identifiers.check("user id", value);
    }

    /** As the constructor. */
    public static UserId of(String value) {
        return new UserId(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
