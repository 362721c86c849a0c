package ai.netra.agents.tests.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/** A system that effects reach over HTTP: it applies what comes with a key that it has not seen, and counts every attempt. */
final class EffectReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Attempt> attempts = new ArrayList<>(); // guarded by itself

    /**
     * One that reached it.
     *
     * @param key what stands for the effect
     * @param run whose it is
     * @param name what is done
     * @param arguments to what
     */
    record Attempt(String key, String run, String name, String arguments) {
        String line() {
            return String.join("\t", key, run, name, arguments);
        }

        static Attempt of(String line) {
            String[] parts = line.split("\t", -1);
            return new Attempt(parts[0], parts[1], parts[2], parts[3]);
        }

        String text() {
            return name + "(" + arguments + ")";
        }
    }

    private EffectReceiver(HttpServer server) {
        this.server = server;
    }

    static EffectReceiver start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        EffectReceiver receiver = new EffectReceiver(server);
        server.createContext("/", receiver::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return receiver;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Attempt attempt = Attempt.of(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            synchronized (attempts) {
                attempts.add(attempt);
            }
            exchange.sendResponseHeaders(200, -1);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** What reached it for a run. */
    List<Attempt> attempts(String run) {
        synchronized (attempts) {
            return attempts.stream()
                    .filter(attempt -> attempt.run().equals(run))
                    .toList();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
