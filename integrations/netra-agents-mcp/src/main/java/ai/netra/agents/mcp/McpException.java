package ai.netra.agents.mcp;

import ai.netra.agents.NetraException;
import org.jspecify.annotations.Nullable;

/**
 * What an MCP server, or the way to it, did not do. The cases are closed, so that a host can decide over all of them. Messages name the server, and hold
 * what it said in one line of at most 500 characters; they never hold arguments of a call or headers.
 */
public abstract sealed class McpException extends NetraException {
    private static final long serialVersionUID = 1L;

    private final String server;

    private McpException(String server, String message, @Nullable Throwable cause) {
        super("MCP server '" + server + "' " + message, cause);
        this.server = server;
    }

    /** The server's name, as the host gave it. */
    public String server() {
        return server;
    }

    /** It is not there: it did not start, has died, or refuses connections. What was asked of it may have been done. The next call connects anew. */
    public static final class Unavailable extends McpException {
        private static final long serialVersionUID = 1L;

        Unavailable(String server, String message) {
            super(server, message, null);
        }

        Unavailable(String server, String message, Throwable cause) {
            super(server, message, cause);
        }
    }

    /** It does not know our session any more, so that what was asked of it was not done. Met only where a second session is not known either. */
    public static final class SessionLost extends McpException {
        private static final long serialVersionUID = 1L;

        SessionLost(String server) {
            super(server, "does not know the session any more", null);
        }
    }

    /** It did not answer in time. What was asked of it may have been done. */
    public static final class TimedOut extends McpException {
        private static final long serialVersionUID = 1L;

        TimedOut(String server, String message) {
            super(server, message, null);
        }
    }

    /** It answered with an error of the protocol, or of HTTP. */
    public static final class Refused extends McpException {
        private static final long serialVersionUID = 1L;
        private final int code;

        Refused(String server, int code, String message) {
            super(server, "refused: " + message + " (" + code + ")", null);
            this.code = code;
        }

        /** The code of JSON-RPC, which is negative, or the status of HTTP. */
        public int code() {
            return code;
        }
    }

    /** It broke the protocol, or sent more than it may. What was asked of it may have been done. */
    public static final class InvalidAnswer extends McpException {
        private static final long serialVersionUID = 1L;

        InvalidAnswer(String server, String message) {
            super(server, message, null);
        }
    }

    /** It offers a tool otherwise than when the tool was granted, or not any more, so the tool was not called. */
    public static final class ToolChanged extends McpException {
        private static final long serialVersionUID = 1L;
        private final String tool;

        ToolChanged(String server, String tool, String how) {
            super(
                    server,
                    how + " its tool '" + tool
                            + "' since it was granted; look at what it offers now, and build the registry from"
                            + " McpToolClient.tools() again",
                    null);
            this.tool = tool;
        }

        /** The tool, by the server's name for it. */
        public String tool() {
            return tool;
        }
    }
}
