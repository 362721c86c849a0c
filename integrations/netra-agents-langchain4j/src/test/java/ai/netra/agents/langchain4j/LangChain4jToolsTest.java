package ai.netra.agents.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.NetraException;
import ai.netra.agents.ThreadId;
import ai.netra.agents.UserId;
import ai.netra.agents.testkit.FakeLlmClient;
import ai.netra.agents.testkit.FakeLlmServer;
import ai.netra.agents.testkit.VirtualClock;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolLabel;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.ToolRegistry;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.tool.ToolExecutor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LangChain4jToolsTest {
    private static final UserId ANN = UserId.of("ann");
    private static final ThreadId TALK = ThreadId.of("talk");
    private static final ToolSpec PRICE = ToolSpec.of(
            "get_price",
            "Says what a thing costs.",
            JsonSchema.of("{\"type\":\"object\",\"properties\":{\"thing\":{\"type\":\"string\"},"
                    + "\"user\":{\"type\":\"string\"}},\"required\":[\"thing\"]}"));

    /** Says for whom it worked. */
    private static Tool tool(ToolSpec spec) {
        return new Tool() {
            @Override
            public ToolSpec spec() {
                return spec;
            }

            @Override
            public ToolResult execute(ToolArguments arguments, ToolContext context) throws Exception {
                if (arguments.text().contains("slow")) {
                    context.clock().sleep(Duration.ofMinutes(1));
                }
                return ToolResult.of(Map.of(
                        "user", context.user().value(),
                        "thread", context.thread().value(),
                        "agent", context.agent(),
                        "key", context.idempotencyKey(),
                        "left",
                                Duration.between(context.clock().instant(), context.deadline())
                                        .toSeconds()));
            }
        };
    }

    private static ToolExecutionRequest call(String id, String tool, String arguments) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name(tool)
                .arguments(arguments)
                .build();
    }

    private static LangChain4jTools tools() {
        return LangChain4jTools.of(ToolRegistry.of(tool(PRICE)));
    }

    /** Whatever the model says in the arguments. */
    @Test
    void a_tool_works_for_the_user_that_the_host_names() {
        LangChain4jTools tools = tools();
        String result = tools.execute(call("1", "get_price", "{\"thing\":\"tea\",\"user\":\"bob\"}"), ANN, TALK)
                .text();
        String again = tools.execute(call("1", "get_price", "{\"thing\":\"tea\",\"user\":\"bob\"}"), ANN, TALK)
                .text();
        String other = tools.execute(call("2", "get_price", "{\"thing\":\"tea\",\"user\":\"bob\"}"), ANN, TALK)
                .text();

        assertThat(result)
                .contains("\"success\":true", "\"user\":\"ann\"", "\"thread\":\"talk\"", "\"agent\":\"langchain4j\"")
                .doesNotContain("bob");
        assertThat(key(result)).isEqualTo(key(again)).isNotEqualTo(key(other));
    }

    private static String key(String result) {
        return result.replaceAll(".*\"key\":\"([0-9a-f]{64})\".*", "$1");
    }

    @Test
    void what_goes_wrong_is_an_error_that_a_model_can_read() {
        LangChain4jTools tools = tools();

        var invalid = tools.execute(call("1", "get_price", "{\"thing\":7}"), ANN, TALK);
        assertThat(invalid.isError()).isTrue();
        assertThat(invalid.text()).contains("\"success\":false", "invalid_arguments");
        assertThat(tools.execute(call("1", "get_prise", "{}"), ANN, TALK).text())
                .contains("get_price");
    }

    @Test
    void a_tool_has_its_time_and_no_more() {
        try (VirtualClock clock = VirtualClock.automatic()) {
            LangChain4jTools tools = LangChain4jTools.of(ToolRegistry.of(tool(PRICE)), clock);

            var late = tools.execute(call("1", "get_price", "{\"thing\":\"slow\"}"), ANN, TALK);
            assertThat(late.text()).contains("timed_out", "within PT30S");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void an_interrupt_passes_through() {
        Thread.currentThread().interrupt();
        Throwable thrown =
                catchThrowable(() -> tools().execute(call("1", "get_price", "{\"thing\":\"slow\"}"), ANN, TALK));

        assertThat(thrown).isInstanceOf(NetraException.class).hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_tool_that_needs_an_approval_is_refused() {
        Tool asking = tool(PRICE.approval(ToolApproval.validFor(Duration.ofDays(1))));

        assertThatThrownBy(() -> LangChain4jTools.of(ToolRegistry.of(asking)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageStartingWith("tool 'get_price' needs an approval");
    }

    @Test
    void a_dangerous_tool_is_refused_as_nobody_knows_what_its_caller_has_read() {
        Tool dangerous = tool(PRICE.label(ToolLabel.DANGEROUS));

        assertThatThrownBy(() -> LangChain4jTools.of(ToolRegistry.of(dangerous)))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageStartingWith("tool 'get_price' needs an approval, or is labeled as dangerous");
    }

    interface Assistant {
        String chat(String message);
    }

    /** In the loop of LangChain4j's own. */
    @Test
    void an_ai_service_calls_them() {
        try (FakeLlmServer server = FakeLlmServer.start(FakeLlmClient.builder()
                .toolUse("get_price", "{\"thing\":\"tea\"}")
                .reply("It is for ann.")
                .build())) {
            LangChain4jTools tools = tools();
            Map<ToolSpecification, ToolExecutor> executors = new LinkedHashMap<>();
            for (ToolSpecification tool : tools.specifications()) {
                executors.put(
                        tool, (call, memoryId) -> tools.execute(call, ANN, TALK).text());
            }
            Assistant assistant = AiServices.builder(Assistant.class)
                    .chatModel(OpenAiChatModel.builder()
                            .baseUrl(server.uri() + "/v1")
                            .apiKey("key")
                            .modelName("m")
                            .maxRetries(0)
                            .build())
                    .tools(executors)
                    .build();

            assertThat(assistant.chat("What does tea cost?")).isEqualTo("It is for ann.");
            assertThat(server.calls().getLast().body()).contains("\\\"user\\\":\\\"ann\\\"");
        }
    }
}
