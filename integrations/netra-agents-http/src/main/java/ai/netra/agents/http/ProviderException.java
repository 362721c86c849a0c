package ai.netra.agents.http;

import ai.netra.agents.NetraException;

/**
 * A failure as a provider reports it, on its way from an {@link LlmProtocol} to the client, which throws the {@link ai.netra.agents.llm.LlmException} of
 * its kind, with the provider's words made safe. Nobody else meets it.
 */
public final class ProviderException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String code;
    private final String words;

    /**
     * A failure.
     *
     * @param kind what it is
     * @param code the provider's name for it; empty where it has none
     * @param words what the provider says, as it says it; may be empty
     */
    public ProviderException(Kind kind, String code, String words) {
        super("a provider reported " + kind);
        this.kind = kind;
        this.code = code;
        this.words = words;
    }

    /** What it is. */
    public Kind kind() {
        return kind;
    }

    /** The provider's name for it. */
    public String code() {
        return code;
    }

    /** What the provider says: not fit for messages. */
    public String words() {
        return words;
    }

    /** The kinds of failures, one for each {@link ai.netra.agents.llm.LlmException}. */
    public enum Kind {
        /** The request is not understood or not allowed. */
        INVALID_REQUEST,
        /** The messages are more than the model can read. */
        CONTEXT_TOO_LONG,
        /** The key is missing, wrong, not allowed this, or has nothing left to spend. */
        AUTHENTICATION,
        /** The model or a filter declined. */
        REFUSED,
        /** Too much in a time. */
        RATE_LIMITED,
        /** The provider gave up waiting. */
        DEADLINE_PASSED,
        /** The provider failed, or answered what cannot be read. */
        UNAVAILABLE;

        private static final int LOWEST_OF_SERVER = 500;

        /** What a status says where nothing else is known. */
        public static Kind ofStatus(int status) {
            return switch (status) {
                case 401, 402, 403, 407 -> AUTHENTICATION;
                case 408, 504 -> DEADLINE_PASSED;
                case 409, 425 -> UNAVAILABLE;
                case 429 -> RATE_LIMITED;
                default -> status >= LOWEST_OF_SERVER || status < 300 ? UNAVAILABLE : INVALID_REQUEST;
            };
        }
    }
}
