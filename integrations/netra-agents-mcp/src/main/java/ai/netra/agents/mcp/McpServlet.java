package ai.netra.agents.mcp;

import ai.netra.agents.UserId;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in whom the host knows, and each to the sessions that are theirs, before the SDK sees a request. Whose a session is, is who began it: to anybody else it is
 * not there.
 */
final class McpServlet extends HttpServlet {
    private static final Logger LOG = LoggerFactory.getLogger(McpServlet.class);
    static final String USER = "ai.netra.agents.mcp.user";
    private static final long serialVersionUID = 1L;
    private static final String SESSION = "Mcp-Session-Id";

    private final transient HttpServletStreamableServerTransportProvider sessions;
    private final transient Function<HttpServletRequest, Optional<UserId>> identity;
    private final transient Map<String, UserId> owners = new ConcurrentHashMap<>();

    McpServlet(
            HttpServletStreamableServerTransportProvider sessions,
            Function<HttpServletRequest, Optional<UserId>> identity) {
        this.sessions = sessions;
        this.identity = identity;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        Optional<UserId> user;
        try {
            user = identity.apply(request);
        } catch (RuntimeException e) {
            LOG.warn("Whom a request is for could not be found", e);
            response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
            return;
        }
        if (user.isEmpty()) {
            response.sendError(HttpServletResponse.SC_UNAUTHORIZED);
            return;
        }
        String session = request.getHeader(SESSION);
        if (session != null && !user.get().equals(owners.get(session))) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        request.setAttribute(USER, user.get());
        if (session == null) {
            sessions.service(request, new BindingResponse(response, begun -> owners.put(begun, user.get())));
        } else {
            sessions.service(request, response);
        }
    }

    void forget(String session) {
        owners.remove(session);
    }

    /** Learns the id of a session that begins, before the client does. */
    private static final class BindingResponse extends HttpServletResponseWrapper {
        private final Consumer<String> onSession;

        BindingResponse(HttpServletResponse response, Consumer<String> onSession) {
            super(response);
            this.onSession = onSession;
        }

        @Override
        public void setHeader(String name, @Nullable String value) {
            if (SESSION.equalsIgnoreCase(name) && value != null) {
                onSession.accept(value);
            }
            super.setHeader(name, value);
        }
    }

    @Override
    public void destroy() {
        sessions.destroy();
    }
}
