package ai.netra.agents.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import redis.embedded.core.ExecutableProvider;

/** A Redis server on a free port of 127.0.0.1, with a directory of its own, that can be killed and started again. */
final class RedisProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path directory;
    private final int port;
    private final List<String> command = new ArrayList<>();
    private Process process;

    RedisProcess(Path directory, String... options) throws IOException {
        this.directory = directory;
        this.port = freePort();
        command.addAll(List.of(Executable.PATH, "--bind", "127.0.0.1", "--port", Integer.toString(port)));
        command.addAll(List.of("--dir", directory.toString(), "--save", ""));
        command.addAll(List.of(options));
        start();
    }

    /** The server's binary, unpacked once. */
    private static final class Executable {
        static final String PATH = path();

        private static String path() {
            try {
                return ExecutableProvider.newJarResourceProvider().get().getPath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** One that is free together with the port of a cluster's nodes among themselves, 10,000 above. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                int port = free.getLocalPort();
                if (port < 55_000) {
                    try (ServerSocket bus = new ServerSocket(port + 10_000, 1, InetAddress.getLoopbackAddress())) {
                        if (bus.isBound()) {
                            return port;
                        }
                    } catch (IOException e) {
                        // taken: another pair
                    }
                }
            }
        }
    }

    void start() throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("redis.log").toFile())
                .start();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException(command + " did not start; see " + directory);
            }
            Thread.onSpinWait();
        }
    }

    private boolean answers() {
        try (Jedis jedis = new Jedis(address())) {
            return "PONG".equals(jedis.ping());
        } catch (JedisException e) {
            return false;
        }
    }

    /** As a power switch does it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops it from answering; its connections stay. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " ended with " + exit);
        }
    }

    HostAndPort address() {
        return new HostAndPort("127.0.0.1", port);
    }

    RedisClient client() {
        return client(config(2_000));
    }

    RedisClient client(JedisClientConfig config) {
        return RedisClient.builder()
                .hostAndPort(address())
                .clientConfig(config)
                .poolConfig(pool(config.getSocketTimeoutMillis()))
                .build();
    }

    static JedisClientConfig config(int timeoutMillis) {
        return DefaultJedisClientConfig.builder()
                .socketTimeoutMillis(timeoutMillis)
                .connectionTimeoutMillis(timeoutMillis)
                .build();
    }

    static ConnectionPoolConfig pool(int timeoutMillis) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxWait(Duration.ofMillis(timeoutMillis));
        return pool;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(command + " does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
