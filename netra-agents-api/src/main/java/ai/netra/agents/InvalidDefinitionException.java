package ai.netra.agents;

/** Wrong wiring or a malformed value in host code: found when it is built or registered, before anything runs. */
public final class InvalidDefinitionException extends NetraException {
    private static final long serialVersionUID = 1L;

    /** With a message that names the thing, the value and the fix. */
    public InvalidDefinitionException(String message) {
        super(message);
    }
}
