package ai.netra.agents.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.anthropic.AnthropicClient;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.llm.CircuitBreaker;
import ai.netra.agents.core.llm.ConcurrencyLimit;
import ai.netra.agents.core.llm.FallbackChain;
import ai.netra.agents.core.llm.LlmRecorder;
import ai.netra.agents.core.llm.LlmResponseCache;
import ai.netra.agents.core.llm.ModelRouter;
import ai.netra.agents.core.llm.TokenRateLimit;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.http.ApiKey;
import ai.netra.agents.http.HttpSettings;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmException;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.openai.OpenAiApi;
import ai.netra.agents.openai.OpenAiClient;
import ai.netra.agents.testkit.CassetteLlmClient;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeLlmServer;
import ai.netra.agents.testkit.FakeReply;
import ai.netra.agents.testkit.HttpFault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/models.md, compiled and run. */
final class ModelsGuideTest {
    /** What the examples get keys from. */
    interface Vault {
        String read(String name);
    }

    @Test
    void the_first_example_says_which_key_is_missing_or_builds() {
        Throwable thrown = catchThrowable(() -> {
            LlmClient gpt = OpenAiClient.builder("gpt-5-mini").build();
            LlmClient claude = AnthropicClient.builder("claude-sonnet-4-5").build();
            assertThat(gpt.defaultModel()).isNotEqualTo(claude.defaultModel());
        });

        if (thrown != null) {
            assertThat(thrown).isInstanceOf(InvalidDefinitionException.class).hasMessageContaining("_API_KEY");
        }
    }

    @Test
    void the_example_of_a_guarded_client_runs() throws InterruptedException {
        AgentKey<String> answer = AgentKey.of("answer", String.class);
        var flow = SequentialOrchestrator.of(AgentKey.of("flow", String.class))
                .endingIn(Agent.of(
                        answer,
                        (input, context) -> context.llm()
                                .generate(LlmRequest.of(input.message()))
                                .text()));
        try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.replying("hi"))) {
            LlmClient gpt = OpenAiClient.builder("any")
                    .baseUrl(server.uri() + "/v1")
                    .api(OpenAiApi.RESPONSES)
                    .build();
            LlmClient guarded = ConcurrencyLimit.of(CircuitBreaker.of(gpt), 8);
            LocalAgentRuntime runtime =
                    LocalAgentRuntime.builder().llm(guarded).register(flow).build();

            assertThat(runtime.run(flow, RunRequest.of("hello")).orThrow()).isEqualTo("hi");
            runtime.close();
        }
    }

    @Test
    void the_examples_of_clients_around_clients_run() throws InterruptedException {
        try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.builder()
                .fail(new LlmException.Unavailable("down", null))
                .reply("from the second")
                .fail(new LlmException.Unavailable("down", null))
                .reply("from the second again")
                .build())) {
            LlmClient gpt = OpenAiClient.builder("gpt-5-mini")
                    .baseUrl(server.uri() + "/v1")
                    .build();
            LlmClient claude = AnthropicClient.builder("claude-sonnet-4-5")
                    .baseUrl(server.uri().toString())
                    .apiKey(ApiKey.of("key"))
                    .build();
            LlmClient first = ConcurrencyLimit.of(
                    TokenRateLimit.of(CircuitBreaker.of(gpt), new TokenRateLimit.Rate(200_000, 500)), 8);
            LlmClient second = ConcurrencyLimit.of(CircuitBreaker.of(claude), 8);
            LlmClient models = LlmResponseCache.of(
                    FallbackChain.builder(first).then(second).build());
            LlmClient router = ModelRouter.builder()
                    .provider("openai", first)
                    .models("claude-*", second)
                    .defaultModel("openai:gpt-5-mini")
                    .build();
            LlmClient either = FallbackChain.builder(router)
                    .then(router, "claude-sonnet-4-5")
                    .build();
            LlmRequest hello = LlmRequest.of("hello").withUser(UserId.of("ann"));

            assertThat(models.generate(hello).text()).isEqualTo("from the second");
            assertThat(models.generate(hello).cachedAt()).isPresent();
            assertThat(either.generate(hello).text()).isEqualTo("from the second again");
            assertThat(server.calls()).hasSize(4);
        }
    }

    @Test
    void the_example_of_recorded_calls_runs(@TempDir Path directory) throws InterruptedException {
        Path file = directory.resolve("calls.jsonl");
        LlmClient gpt = FakeLlmClient.replying("Nothing.");
        LlmClient recorder = LlmRecorder.of(gpt, file);
        String said = recorder.generate(LlmRequest.of("What is due today?")).text();
        try (CassetteLlmClient cassette = CassetteLlmClient.of(file)) {
            assertThat(cassette.generate(LlmRequest.of("What is due today?")).text())
                    .isEqualTo(said);
        }
    }

    @Test
    void the_example_of_reasoning_builds_or_says_which_key_is_missing() {
        Throwable thrown = catchThrowable(() -> {
            LlmClient reasoning = OpenAiClient.builder("gpt-5-mini")
                    .api(OpenAiApi.RESPONSES)
                    .parameter("include", List.of("reasoning.encrypted_content"))
                    .build();
            assertThat(reasoning.defaultModel()).contains("gpt-5-mini");
        });

        if (thrown != null) {
            assertThat(thrown).isInstanceOf(InvalidDefinitionException.class).hasMessageContaining("_API_KEY");
        }
    }

    @Test
    void the_examples_of_other_servers_build() {
        String token = "token-of-the-server";
        Throwable thrown = catchThrowable(() -> {
            LlmClient ollama = OpenAiClient.builder("qwen3")
                    .baseUrl("http://127.0.0.1:11434/v1")
                    .build();
            LlmClient vllm = OpenAiClient.builder("meta-llama/Llama-3.3-70B-Instruct")
                    .baseUrl("http://gpu-7:8000/v1")
                    .apiKey(ApiKey.of(token))
                    .parameter("chat_template_kwargs", Map.of("enable_thinking", false))
                    .build();
            LlmClient azure = OpenAiClient.builder("gpt-5-mini")
                    .baseUrl("https://my-resource.openai.azure.com/openai/deployments/my-deployment")
                    .query("api-version", "2024-10-21")
                    .keyHeader("api-key")
                    .apiKey(ApiKey.fromEnvironment("AZURE_OPENAI_API_KEY"))
                    .tokenLimitName("max_completion_tokens")
                    .build();
            assertThat(ollama).asString().contains("11434");
            assertThat(vllm).asString().contains("gpu-7").doesNotContain(token);
            assertThat(azure).asString().contains("my-deployment");
        });
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(InvalidDefinitionException.class).hasMessageContaining("AZURE");
        }
    }

    @Test
    void the_examples_of_keys_and_settings_build() {
        String token = "token-of-the-server";
        Vault vault = name -> "key of " + name;
        LlmClient rotating = OpenAiClient.builder("gpt-5-mini")
                .apiKey(ApiKey.from(() -> vault.read("openai")))
                .build();
        HttpSettings settings = HttpSettings.defaults()
                .deadline(Duration.ofMinutes(2))
                .connectTimeout(Duration.ofSeconds(3))
                .maxResponseBytes(4 << 20)
                .proxy(InetSocketAddress.createUnresolved("proxy.internal", 3128))
                .header("OpenAI-Project", "p-17");
        LlmClient careful = OpenAiClient.builder("gpt-5-mini")
                .http(settings)
                .apiKey(ApiKey.of(token))
                .build();

        assertThat(rotating).asString().contains("from a supplier");
        assertThat(careful).asString().doesNotContain(token);
    }

    @Test
    void the_example_of_a_test_runs() throws InterruptedException {
        StringBuilder screen = new StringBuilder();
        String answer;
        Throwable failure;
        Throwable cutOff;
        try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.builder()
                .whenUserMessageContains("weather", FakeReply.stream("Rain, ", "mostly."))
                .fail(new LlmException.RateLimited("slow down", Duration.ofSeconds(2)))
                .build())) {
            LlmClient client =
                    OpenAiClient.builder("any").baseUrl(server.uri() + "/v1").build();
            answer = client.stream(LlmRequest.of("How is the weather?"), piece -> screen.append(piece.text()))
                    .text();
            failure = catchThrowable(() -> client.generate(LlmRequest.of("And now?")));

            server.next(HttpFault.none().chunksOf(1).cutAfter(100));
            cutOff = catchThrowable(() -> client.generate(LlmRequest.of("The weather again?")));
        }

        assertThat(answer).isEqualTo("Rain, mostly.").isEqualTo(screen.toString());
        assertThat(failure)
                .isInstanceOf(LlmException.RateLimited.class)
                .satisfies(thrown ->
                        assertThat(((LlmException) thrown).retryAfter()).contains(Duration.ofSeconds(2)));
        assertThat(cutOff).isInstanceOf(LlmException.Unavailable.class);
    }

    @Test
    void the_examples_are_what_the_guide_says() throws IOException {
        String guide = Files.readString(Path.of("../docs/models.md"));
        String here =
                packed(Files.readString(Path.of("src/test/java/ai/netra/agents/tests/docs/ModelsGuideTest.java")));
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
