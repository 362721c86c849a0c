package ai.netra.agents.benchmarks;

import ai.netra.agents.AgentKey;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.agent.LlmAgent;
import ai.netra.agents.llm.FinishReason;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmPart;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.llm.LlmRole;
import ai.netra.agents.llm.LlmUsage;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonSchemaValidator;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs that a model, which answers at once, has a tool called in three rounds, and then answers. Here arguments are checked against a schema. */
public class ToolLoopBenchmark extends Scenario {
    private static final int CALLS = 3;
    private static final String ARGUMENTS = "{\"workload\":\"w1\",\"months\":3}";
    private static final AgentKey<String> KEY = AgentKey.of("advisor", String.class);
    private static final LlmResponse WISH = new LlmResponse(
            new LlmMessage(LlmRole.ASSISTANT, List.of(new LlmPart.ToolUse("call", "cost", ARGUMENTS))),
            FinishReason.TOOL_USE,
            LlmUsage.NONE,
            "");
    private static final LlmResponse DONE = LlmResponse.of("done");

    /** What the tool takes. */
    record Question(String workload, int months) {}

    /** LangChain4j's AI service. */
    interface Assistant {
        String chat(String message);
    }

    /** LangChain4j's agent of its agentic module. */
    public interface Advisor {
        @SystemMessage("You advise on costs.")
        @UserMessage("{{question}}")
        @dev.langchain4j.agentic.Agent("Advises on costs.")
        String ask(@V("question") String question);
    }

    /** LangChain4j's tool. */
    static final class Costs {
        @Tool("What a workload costs.")
        int cost(
                @P(name = "workload", value = "its name") String workload,
                @P(name = "months", value = "how many") int months) {
            return workload.length() * months;
        }
    }

    private final RunRequest request = RunRequest.of("go");
    private final LlmAgent<String> agent =
            LlmAgent.builder(KEY).prompt("You advise on costs.").build();
    private final LocalAgentRuntime runtime = LocalAgentRuntime.builder()
            .llm(ToolLoopBenchmark::answer)
            .tools(ToolRegistry.of(FunctionTool.of(
                            "cost", "What a workload costs.", Question.class, (question, context) -> cost(question))
                    .effect(ToolEffect.READ)))
            .grant(KEY, "cost")
            .register(agent)
            .build();
    private final Assistant assistant = AiServices.builder(Assistant.class)
            .systemMessage("You advise on costs.")
            .chatModel(new Model())
            .tools(new Costs())
            .build();

    private final JsonCodec codec = JsonCodec.standard();
    private final JsonSchemaValidator schema = JsonSchemaValidator.of(codec.schema(Question.class));

    private final Advisor advisor = AgenticServices.agentBuilder(Advisor.class)
            .chatModel(new Model())
            .tools(new Costs())
            .build();

    private static int cost(Question question) {
        return question.workload().length() * question.months();
    }

    private static LlmResponse answer(LlmRequest request) {
        int calls = 0;
        for (LlmMessage message : request.messages()) {
            calls += message.role() == LlmRole.TOOL ? 1 : 0;
        }
        return calls == CALLS ? DONE : WISH;
    }

    /** LangChain4j's model. */
    private static final class Model implements ChatModel {
        private static final ChatResponse WISH = ChatResponse.builder()
                .aiMessage(AiMessage.from(ToolExecutionRequest.builder()
                        .id("call")
                        .name("cost")
                        .arguments(ARGUMENTS)
                        .build()))
                .build();
        private static final ChatResponse DONE =
                ChatResponse.builder().aiMessage(AiMessage.from("done")).build();

        @Override
        public ChatResponse doChat(ChatRequest request) {
            int calls = 0;
            for (var message : request.messages()) {
                calls += message instanceof ToolExecutionResultMessage ? 1 : 0;
            }
            return calls == CALLS ? DONE : WISH;
        }
    }

    /** Checks the answers. */
    @Setup
    public void check() {
        check("netra", "done", netra());
        check("rawJava", "done", rawJava());
        check("jsonAlone", CALLS, jsonAlone());
        check("langchain4j", "done", langchain4j());
        check("langchain4jAgent", "done", langchain4jAgent());
    }

    /** An agent that asks a model. */
    @Benchmark
    public String netra() {
        return runtime.run(agent, request).orThrow();
    }

    /** A loop over the same model, with arguments picked out of their text, and nothing checked. */
    @Benchmark
    public String rawJava() {
        LlmRequest.Builder said =
                LlmRequest.builder().system("You advise on costs.").user("go");
        while (true) {
            LlmResponse response = answer(said.build());
            if (response.toolUses().isEmpty()) {
                return response.text();
            }
            said.message(response.message());
            for (LlmPart.ToolUse use : response.toolUses()) {
                String json = use.argumentsJson();
                int from = json.indexOf(":\"") + 2;
                Question question = new Question(
                        json.substring(from, json.indexOf('"', from)),
                        Integer.parseInt(json, json.lastIndexOf(':') + 1, json.length() - 1, 10));
                said.message(new LlmMessage(
                        LlmRole.TOOL,
                        List.of(new LlmPart.ToolAnswer(
                                use.callId(), Integer.toString(cost(question)), LlmPart.ToolAnswer.Status.OK))));
            }
        }
    }

    /** Of all that this library does, what the JSON libraries do: arguments parsed, checked and read, and an answer written, three times. */
    @Benchmark
    public int jsonAlone() {
        int written = 0;
        for (int i = 0; i < CALLS; i++) {
            if (!schema.check(ARGUMENTS).fits()) {
                throw new IllegalStateException(ARGUMENTS);
            }
            written +=
                    codec.encode(cost(codec.decode(ARGUMENTS, Question.class))).length();
        }
        return written;
    }

    /** An AI service. */
    @Benchmark
    public String langchain4j() {
        return assistant.chat("go");
    }

    /** An agent of its agentic module. */
    @Benchmark
    public String langchain4jAgent() {
        return advisor.ask("go");
    }

    /** Ends what was started. */
    @TearDown
    public void close() {
        runtime.close();
    }
}
