package ai.netra.agents.httptools;

import java.util.Optional;

/**
 * What came back.
 *
 * @param status the status
 * @param location where it sends the caller
 * @param contentType the type, with its parameters; empty if none
 * @param encoding how the body is packed; empty if it is not
 * @param body the body, or its beginning
 * @param cut whether there was more than was read
 */
@SuppressWarnings("ArrayRecordComponent") // of this package alone, which changes none
record HttpReply(int status, Optional<String> location, String contentType, String encoding, byte[] body, boolean cut) {
    private static final int OK = 200;
    private static final int REDIRECT = 300;
    private static final int CLIENT_ERROR = 400;

    boolean isSuccess() {
        return status >= OK && status < REDIRECT;
    }

    boolean isRedirect() {
        return status >= REDIRECT && status < CLIENT_ERROR && location.isPresent();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return status;
    }

    @Override
    public String toString() {
        return "HttpReply[" + status + ", " + body.length + " bytes]";
    }
}
