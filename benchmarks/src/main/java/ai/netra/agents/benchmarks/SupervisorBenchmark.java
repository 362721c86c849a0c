package ai.netra.agents.benchmarks;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.LlmRouter;
import ai.netra.agents.core.orchestrator.SupervisorOrchestrator;
import ai.netra.agents.llm.LlmClient;
import ai.netra.agents.llm.LlmResponse;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.supervisor.SupervisorAgent;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A model picks five agents that do nothing, one after the other, and then says that it is done: six calls of a model that answers at once, from a list,
 * as it tells the turn by the number of messages. Warms up for longer: there is much code to compile.
 */
@Warmup(iterations = 10, time = 1)
public class SupervisorBenchmark extends Scenario {
    private static final int AGENTS = 5;
    private static final String DONE = "done";
    private static final AgentKey<String> LAST = key(AGENTS - 1);

    private final RunRequest request = RunRequest.of("go");
    private final SupervisorOrchestrator<String> team = team();
    private final LocalAgentRuntime runtime =
            LocalAgentRuntime.builder().register(team).llm(netraModel()).build();

    private final List<String> picks = answers(number -> "step" + number, DONE);
    private final Map<String, Supplier<String>> suppliers = Map.of(
            "step0", () -> "output0",
            "step1", () -> "output1",
            "step2", () -> "output2",
            "step3", () -> "output3",
            "step4", () -> "output4");

    private final SupervisorAgent supervisor = AgenticServices.supervisorBuilder()
            .chatModel(new LangChain4jModel())
            .subAgents(IntStream.range(0, AGENTS).mapToObj(Step::new).toList())
            .build();

    private static AgentKey<String> key(int number) {
        return AgentKey.of("step" + number, String.class);
    }

    private static SupervisorOrchestrator<String> team() {
        SupervisorOrchestrator.Builder<String> builder = SupervisorOrchestrator.of(AgentKey.of("team", String.class));
        for (int i = 0; i < AGENTS; i++) {
            String output = "output" + i;
            builder.agent(Agent.of(key(i), (input, context) -> output));
        }
        return builder.router(LlmRouter::of).endingIn(LAST);
    }

    private static List<String> answers(IntFunction<String> pick, String done) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < AGENTS; i++) {
            answers.add(pick.apply(i));
        }
        answers.add(done);
        return List.copyOf(answers);
    }

    /** Instructions and request come first; then one message an outcome. */
    private static LlmClient netraModel() {
        List<LlmResponse> answers = answers(
                        number -> "{\"action\": \"call\", \"agent\": \"step" + number + "\"}",
                        "{\"action\": \"finish\"}")
                .stream()
                .map(LlmResponse::of)
                .toList();
        return request -> answers.get(request.messages().size() - 2);
    }

    /** Instructions and request come first; then the model's answer and the agent's, each time. */
    private static final class LangChain4jModel implements ChatModel {
        private final List<ChatResponse> answers = answers(
                        number -> "{\"agentName\": \"step$" + number + "\", \"arguments\": {}}",
                        "{\"agentName\": \"done\", \"arguments\": {}}")
                .stream()
                .map(json ->
                        ChatResponse.builder().aiMessage(AiMessage.from(json)).build())
                .toList();

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return answers.get((request.messages().size() - 2) / 2);
        }
    }

    /** One of LangChain4j's agents. The supervisor tells agents of one method apart by a number behind its name. */
    public static final class Step {
        private final String output;

        private Step(int number) {
            output = "output" + number;
        }

        /** What it does. */
        @dev.langchain4j.agentic.Agent(description = "gives its output", outputKey = "output")
        public String step() {
            return output;
        }
    }

    /** Checks the answers. */
    @Setup
    public void check() {
        check("netra", "output4", netra());
        check("rawJava", "output4", rawJava());
        check("langchain4j", "output4", langchain4j());
    }

    /** This library: a router that asks the model. */
    @Benchmark
    public String netra() {
        return runtime.run(team, request).orThrow();
    }

    /** A loop that keeps the conversation. */
    @Benchmark
    public String rawJava() {
        List<String> messages = new ArrayList<>(List.of("Answer with the next agent's name, or with done.", "go"));
        String output = "";
        String pick = picks.get(0);
        while (!pick.equals(DONE)) {
            output = suppliers.getOrDefault(pick, () -> "").get();
            messages.add(pick + ": " + output);
            pick = picks.get(messages.size() - 2);
        }
        return output;
    }

    /** Its supervisor, with methods as agents. */
    @Benchmark
    public String langchain4j() {
        return supervisor.invoke("go");
    }

    /** Ends what was started. */
    @TearDown
    public void close() {
        runtime.close();
    }
}
