package ai.netra.agents.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeLlmServer;
import ai.netra.agents.tools.ToolRegistry;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.tool.ToolExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of docs/langchain4j.md, compiled and run. */
final class LangChain4jGuideTest {
    interface Assistant {
        String chat(String message);
    }

    @Test
    void the_example_of_a_model_runs() throws InterruptedException {
        try (FakeLlmServer server = FakeLlmServer.start(
                FakeLlmClient.builder().reply("whole").stream("in ", "pieces").build())) {
            String baseUrl = server.uri() + "/v1";
            String key = "key";
            LlmClient client = LangChain4jClient.builder(OpenAiChatModel.builder()
                            .baseUrl(baseUrl)
                            .apiKey(key)
                            .modelName("gpt-5-mini")
                            .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                            .maxRetries(0)
                            .build())
                    .streaming(OpenAiStreamingChatModel.builder()
                            .baseUrl(baseUrl)
                            .apiKey(key)
                            .modelName("gpt-5-mini")
                            .build())
                    .build();
            StringBuilder screen = new StringBuilder();

            assertThat(client.generate(LlmRequest.of("hello")).text()).isEqualTo("whole");
            client.stream(
                    LlmRequest.of("hello"), piece -> screen.append(piece.text()).append('|'));
            assertThat(screen).hasToString("in |pieces|");
        }
    }

    @Test
    void the_example_of_tools_runs() {
        try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.replying("No tools, no trouble."))) {
            ToolRegistry registry = ToolRegistry.empty();
            UserId user = UserId.of("ann");
            ThreadId thread = ThreadId.of("talk");
            ChatModel model = OpenAiChatModel.builder()
                    .baseUrl(server.uri() + "/v1")
                    .apiKey("key")
                    .modelName("m")
                    .build();
            LangChain4jTools tools = LangChain4jTools.of(registry);
            Map<ToolSpecification, ToolExecutor> executors = new LinkedHashMap<>();
            for (ToolSpecification tool : tools.specifications()) {
                executors.put(
                        tool,
                        (call, memoryId) -> tools.execute(call, user, thread).text());
            }
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(model)
                    .tools(executors)
                    .build();

            assertThat(assistant.chat("hello")).isEqualTo("No tools, no trouble.");
        }
    }

    @Test
    void the_examples_are_what_the_guide_says() throws IOException {
        String guide = Files.readString(Path.of("../../docs/langchain4j.md"));
        String here = packed(
                Files.readString(Path.of("src/test/java/ai/netra/agents/langchain4j/LangChain4jGuideTest.java")));
        String[] parts = guide.split("```java|```", -1);
        assertThat(parts).hasSizeGreaterThan(1);
        for (int i = 1; i < parts.length; i += 2) {
            assertThat(here).contains(packed(parts[i]));
        }
    }

    private static String packed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
