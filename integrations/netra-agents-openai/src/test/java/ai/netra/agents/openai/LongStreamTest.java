package ai.netra.agents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeLlmServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A long stream in a small process: what a client keeps of a stream is its text. */
@Timeout(120)
final class LongStreamTest {
    private static final int PIECES = 100_000;

    @ParameterizedTest
    @EnumSource
    void a_hundred_thousand_pieces_fit_into_little_memory(OpenAiApi api) throws IOException, InterruptedException {
        String[] pieces = new String[PIECES];
        Arrays.fill(pieces, "piece ");
        try (FakeLlmServer server =
                FakeLlmServer.start(FakeLlmClient.builder().stream(pieces).build())) {
            Process child = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-Xmx24m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Child.class.getName(),
                            api.name(),
                            server.uri() + "/v1")
                    .redirectErrorStream(true)
                    .start();

            String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(said.strip()).isEqualTo(PIECES + " pieces, " + PIECES * "piece ".length() + " characters");
        }
    }

    /** The process. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws InterruptedException {
            LlmClient client = OpenAiClient.builder("any")
                    .api(OpenAiApi.valueOf(args[0]))
                    .baseUrl(args[1])
                    .build();
            AtomicInteger heard = new AtomicInteger();

            LlmResponse response = client.stream(LlmRequest.of("go"), piece -> heard.incrementAndGet());

            System.out.println(heard + " pieces, " + response.text().length() + " characters");
        }
    }
}
