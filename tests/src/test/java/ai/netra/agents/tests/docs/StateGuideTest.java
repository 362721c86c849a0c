package ai.netra.agents.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.OrchestrationResult;
import ai.netra.agents.RunRequest;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.json.ResultJson;
import ai.netra.agents.core.redact.PatternRedactor;
import ai.netra.agents.core.store.DirectoryArtifactStore;
import ai.netra.agents.core.store.EncryptedStateStore;
import ai.netra.agents.core.store.InMemoryStateStore;
import ai.netra.agents.core.store.PayloadKey;
import ai.netra.agents.core.store.PayloadKeys;
import ai.netra.agents.core.store.SpillingStateStore;
import ai.netra.agents.core.store.TierEvent;
import ai.netra.agents.core.store.TieredStateStore;
import ai.netra.agents.redis.RedisStreamCache;
import ai.netra.agents.spi.Redactor;
import ai.netra.agents.store.ArtifactStore;
import ai.netra.agents.store.Loaded;
import ai.netra.agents.store.StateStore;
import ai.netra.agents.store.StreamKey;
import ai.netra.agents.tools.json.JsonCodec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** The examples of docs/state.md, compiled and run. */
final class StateGuideTest {
    @Test
    void the_example_of_tiers_runs_also_where_there_is_no_server() throws IOException {
        StateStore durable = InMemoryStateStore.create();
        List<TierEvent> told = new ArrayList<>();
        String host = "127.0.0.1";
        int port = closedPort();

        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxWait(Duration.ofMillis(200));
        RedisClient client = RedisClient.builder()
                .hostAndPort(new HostAndPort(host, port))
                .clientConfig(
                        DefaultJedisClientConfig.builder().timeoutMillis(200).build())
                .poolConfig(pool)
                .build();
        TieredStateStore store = TieredStateStore.builder(
                        durable, RedisStreamCache.builder(client).build())
                .ttl(Duration.ofHours(1))
                .listener(event -> told.add(event))
                .build();

        assertThat(store.load(new StreamKey.OfThread(UserId.LOCAL, ThreadId.of("t"))))
                .isEqualTo(Loaded.NONE);
        assertThat(told).singleElement().isInstanceOf(TierEvent.CacheLost.class);
        client.close();
    }

    @Test
    void the_example_of_large_payloads_runs(@TempDir Path directory) {
        StateStore streams = InMemoryStateStore.create();

        ArtifactStore artifacts = DirectoryArtifactStore.of(directory);
        StateStore store =
                SpillingStateStore.builder(streams, artifacts).limit(256 * 1024).build();

        assertThat(store.load(new StreamKey.OfThread(UserId.LOCAL, ThreadId.of("t"))))
                .isEqualTo(Loaded.NONE);
    }

    @Test
    void the_example_of_encryption_runs() {
        StateStore store = InMemoryStateStore.create();
        SecretKey thisMonth = new SecretKeySpec(new byte[32], "AES");
        SecretKey lastMonth = new SecretKeySpec(new byte[32], "AES");

        PayloadKeys keys = PayloadKeys.of(new PayloadKey("2026-11", thisMonth), new PayloadKey("2026-10", lastMonth));
        StateStore encrypted = EncryptedStateStore.of(store, keys);

        assertThat(encrypted.load(new StreamKey.OfThread(UserId.LOCAL, ThreadId.of("t"))))
                .isEqualTo(Loaded.NONE);
    }

    @Test
    void the_example_of_redaction_runs() {
        Agent<String> agent =
                Agent.of(AgentKey.of("echo", String.class), (input, context) -> "P-123456 wrote " + input.message());
        RunRequest request = RunRequest.of("to ann@example.org");

        Redactor redactor = PatternRedactor.builder()
                .emails()
                .cards()
                .keys()
                .pattern("patient", "P-[0-9]{6}")
                .build();
        LocalAgentRuntime runtime =
                LocalAgentRuntime.builder().register(agent).redactor(redactor).build();
        OrchestrationResult<String> result = runtime.run(agent, request);
        String export = runtime.redaction().json(ResultJson.of(result, JsonCodec.standard()));

        assertThat(export).contains("[patient] wrote to [email]").doesNotContain("ann@");
        runtime.close();
    }

    private static int closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Test
    void the_examples_are_what_the_guide_says() throws IOException {
        String guide = Files.readString(Path.of("../docs/state.md"));
        String here = packed(Files.readString(Path.of("src/test/java/ai/netra/agents/tests/docs/StateGuideTest.java")));
        String[] parts = guide.split("```java|```");
        assertThat(parts).hasSizeGreaterThan(1);
        for (int i = 1; i < parts.length; i += 2) {
            assertThat(here).contains(packed(parts[i]));
        }
    }

    private static String packed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
