package ai.netra.agents.mcp;

import ai.netra.agents.InvalidDefinitionException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An MCP server that is spoken to over streamable HTTP. Redirects are not followed. Each method returns a changed copy.
 *
 * <p>How the server knows its caller is the host's to say, in headers; OAuth's flows are not done here.
 */
public final class McpHttp extends McpEndpoint {
    private static final Set<String> OURS = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        Collections.addAll(
                OURS,
                "accept",
                "content-type",
                "mcp-session-id",
                "mcp-protocol-version",
                "last-event-id",
                "content-length",
                "host");
    }

    private final URI uri;
    private final Map<String, Supplier<String>> headers;
    private final @Nullable HttpClient client;

    private McpHttp(URI uri, Map<String, Supplier<String>> headers, @Nullable HttpClient client) {
        this.uri = uri;
        this.headers = headers;
        this.client = client;
    }

    /**
     * The server at an address, such as {@code https://tools.example.com/mcp}.
     *
     * @throws InvalidDefinitionException if it is not an address of http or https
     */
    public static McpHttp of(URI uri) {
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new InvalidDefinitionException(
                    "the address of an MCP server is '" + uri + "'; use one such as https://tools.example.com/mcp");
        }
        if (uri.getUserInfo() != null) {
            throw new InvalidDefinitionException("the address of an MCP server at " + uri.getHost()
                    + " holds a user's name; send credentials in a header");
        }
        return new McpHttp(uri, Map.of(), null);
    }

    /**
     * With a header in each request, asked for anew each time: {@code header("Authorization", () -> "Bearer " + vault.token())}.
     *
     * @throws InvalidDefinitionException if it is a header that the protocol sets
     */
    public McpHttp header(String name, Supplier<String> value) {
        if (OURS.contains(name)) {
            throw new InvalidDefinitionException("header " + name + " is the protocol's own; leave it out");
        }
        Map<String, Supplier<String>> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new McpHttp(uri, Collections.unmodifiableMap(more), client);
    }

    /** With a client of the host's, for a proxy or certificates of its own. It is not closed here. */
    public McpHttp httpClient(HttpClient newClient) {
        return new McpHttp(uri, headers, newClient);
    }

    /** A request with the host's headers. */
    HttpRequest.Builder request() {
        HttpRequest.Builder builder = HttpRequest.newBuilder(uri);
        headers.forEach((name, value) -> builder.setHeader(name, value.get()));
        return builder;
    }

    @Override
    McpLink link(McpLink.LinkSettings settings) {
        return client == null
                ? new HttpLink(
                        settings,
                        this,
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .build(),
                        true)
                : new HttpLink(settings, this, client, false);
    }

    /** The host and path; a query may hold secrets, and headers do. */
    @Override
    public String toString() {
        return "McpHttp[" + uri.getScheme() + "://" + uri.getAuthority() + uri.getPath() + "]";
    }
}
