package ai.netra.agents.redis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;

/** Three Redis servers that share the slots among them. */
final class RedisClusterProcess implements AutoCloseable {
    private static final int NODES = 3;
    private static final int SLOTS = 16_384;
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final List<RedisProcess> nodes = new ArrayList<>();

    RedisClusterProcess(Path directory) throws IOException {
        try {
            for (int i = 0; i < NODES; i++) {
                nodes.add(new RedisProcess(
                        Files.createDirectory(directory.resolve("node" + i)),
                        "--cluster-enabled",
                        "yes",
                        "--cluster-announce-ip",
                        "127.0.0.1"));
            }
            for (int i = 0; i < NODES; i++) {
                try (Jedis jedis = new Jedis(nodes.get(i).address())) {
                    jedis.clusterAddSlots(IntStream.range(i * SLOTS / NODES, (i + 1) * SLOTS / NODES)
                            .toArray());
                    jedis.clusterMeet("127.0.0.1", nodes.getFirst().address().getPort());
                }
            }
            awaitAgreement();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void awaitAgreement() throws IOException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        for (RedisProcess node : nodes) {
            try (Jedis jedis = new Jedis(node.address())) {
                while (!isWhole(jedis.clusterInfo())) {
                    if (System.nanoTime() > deadline) {
                        throw new IOException("the nodes do not agree: " + jedis.clusterNodes());
                    }
                    Thread.onSpinWait();
                }
            }
        }
    }

    private static boolean isWhole(String info) {
        return info.contains("cluster_state:ok")
                && info.contains("cluster_slots_ok:" + SLOTS)
                && info.contains("cluster_known_nodes:" + NODES);
    }

    RedisClusterClient client(int timeoutMillis) {
        return RedisClusterClient.builder()
                .nodes(Set.of(nodes.getFirst().address()))
                .clientConfig(RedisProcess.config(timeoutMillis))
                .poolConfig(RedisProcess.pool(timeoutMillis))
                .maxTotalRetriesDuration(Duration.ofMillis(timeoutMillis))
                .build();
    }

    List<RedisProcess> nodes() {
        return nodes;
    }

    @Override
    public void close() {
        nodes.forEach(RedisProcess::close);
    }
}
