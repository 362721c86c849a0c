package ai.netra.agents.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.netra.agents.tools.json.JsonCodec;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A server over HTTP that does what a test says, also what no honest server does. */
final class ScriptedServer implements AutoCloseable {
    private static final JsonCodec CODEC = JsonCodec.standard();

    private final HttpServer http;
    private final AtomicInteger sessions = new AtomicInteger();
    private final List<OutputStream> listeners = new CopyOnWriteArrayList<>();
    final List<Map<String, Object>> received = new CopyOnWriteArrayList<>();
    volatile List<Map<String, Object>> tools = List.of(tool("weather", "Says how the weather is."));
    volatile String session = "";
    volatile Answer answer = (request, exchange) -> json(exchange, result(request, text("sunny")));
    volatile String cursor = "";

    /** What is done with a call of a tool. */
    interface Answer {
        void to(Map<String, Object> request, HttpExchange exchange) throws Exception;
    }

    ScriptedServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/mcp", this::handle);
        http.start();
    }

    McpHttp endpoint() {
        return McpHttp.of(URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/mcp"));
    }

    McpToolClient.Builder client() {
        return McpToolClient.builder("scripted", endpoint());
    }

    static Map<String, Object> tool(String name, String description) {
        return tool(name, description, Map.of("type", "object"));
    }

    static Map<String, Object> tool(String name, String description, Map<String, Object> schema) {
        return Map.of("name", name, "description", description, "inputSchema", schema);
    }

    static Map<String, Object> text(String text) {
        return Map.of("content", List.of(Map.of("type", "text", "text", text)));
    }

    static String result(Map<String, Object> request, Object result) {
        return CODEC.encode(Map.of("jsonrpc", "2.0", "id", request.get("id"), "result", result));
    }

    List<Map<String, Object>> received(String method) {
        return received.stream().filter(one -> method.equals(one.get("method"))).toList();
    }

    boolean isListenedTo() {
        return !listeners.isEmpty();
    }

    void tellThatToolsChanged() throws IOException {
        for (OutputStream listener : listeners) {
            listener.write(
                    "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n".getBytes(UTF_8));
            listener.flush();
        }
    }

    @SuppressWarnings("unchecked")
    private void handle(HttpExchange exchange) throws IOException {
        String known = exchange.getRequestHeaders().getFirst("Mcp-Session-Id");
        if (known != null && !known.equals(session)) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().flush();
                listeners.add(exchange.getResponseBody());
            }
            case "POST" -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                Map<String, Object> message = CODEC.decode(body, Map.class);
                received.add(message);
                try {
                    answer(message, exchange);
                } catch (IOException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(e);
                }
            }
            default -> exchange.sendResponseHeaders(200, -1);
        }
    }

    private void answer(Map<String, Object> message, HttpExchange exchange) throws Exception {
        switch ((String) message.get("method")) {
            case "initialize" -> {
                session = "s" + sessions.incrementAndGet();
                exchange.getResponseHeaders().set("Mcp-Session-Id", session);
                json(
                        exchange,
                        result(
                                message,
                                Map.of(
                                        "protocolVersion",
                                        "2025-11-25",
                                        "capabilities",
                                        Map.of("tools", Map.of("listChanged", true)),
                                        "serverInfo",
                                        Map.of("name", "scripted", "version", "1"))));
            }
            case "tools/list" -> {
                Map<String, Object> listed = new LinkedHashMap<>(Map.of("tools", tools));
                if (!cursor.isEmpty()) {
                    listed.put("nextCursor", cursor);
                }
                json(exchange, result(message, listed));
            }
            case "tools/call" -> answer.to(message, exchange);
            default -> exchange.sendResponseHeaders(202, -1);
        }
    }

    static void json(HttpExchange exchange, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body.getBytes(UTF_8));
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }

    /** Tools of these names. */
    static List<Map<String, Object>> tools(String... names) {
        List<Map<String, Object>> tools = new ArrayList<>();
        for (String name : names) {
            tools.add(tool(name, "Does " + name + "."));
        }
        return tools;
    }
}
