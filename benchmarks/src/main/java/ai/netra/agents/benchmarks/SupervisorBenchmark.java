package ai.netra.agents.benchmarks;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
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
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A model picks five agents that do nothing, one after the other, and then says that it is done: six calls of a model that answers at once. It tells
 * the turn by the length of the conversation, two messages to begin with and two more for each agent that has answered. Warms up for longer: there is
 * much code to compile.
 */
@Warmup(iterations = 10, time = 1)
public class SupervisorBenchmark extends Scenario {
    private static final int AGENTS = 5;

    private final RunRequest request = RunRequest.of("go");
    private final RoutedTeam team = new RoutedTeam(
            AgentKey.of("team", String.class),
            IntStream.range(0, AGENTS)
                    .mapToObj(i -> Agent.of(AgentKey.of("step" + i, String.class), (input, context) -> "output" + i))
                    .toList());
    private final LocalAgentRuntime runtime =
            LocalAgentRuntime.builder().register(team).llm(netraModel()).build();

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

    private static LlmClient netraModel() {
        List<LlmResponse> answers = IntStream.rangeClosed(0, AGENTS)
                .mapToObj(turn -> LlmResponse.of(nameOrDone(2 + 2 * turn)))
                .toList();
        return request -> answers.get(turn(request.messages().size()));
    }

    private static int turn(int messages) {
        return (messages - 2) / 2;
    }

    private static String nameOrDone(int messages) {
        int turn = turn(messages);
        return turn < AGENTS ? "step" + turn : RoutedTeam.DONE;
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

    /** Answers in the form of LangChain4j's supervisor. */
    private static final class LangChain4jModel implements ChatModel {
        private final List<ChatResponse> answers = IntStream.rangeClosed(0, AGENTS)
                .mapToObj(turn -> turn < AGENTS ? "step$" + turn : "done")
                .map(name -> "{\"agentName\": \"" + name + "\", \"arguments\": {}}")
                .map(json ->
                        ChatResponse.builder().aiMessage(AiMessage.from(json)).build())
                .toList();

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return answers.get(turn(request.messages().size()));
        }
    }

    /** Checks the answers. */
    @Setup
    public void check() {
        check("netra", "output4", netra());
        check("rawJava", "output4", rawJava());
        check("langchain4j", "output4", langchain4j());
    }

    /** This library. */
    @Benchmark
    public String netra() {
        return runtime.run(team, request).orThrow();
    }

    /** A loop that keeps the conversation. */
    @Benchmark
    public String rawJava() {
        List<String> messages = new ArrayList<>(List.of("Answer with the next agent's name, or with done.", "go"));
        String output = "";
        String name = nameOrDone(messages.size());
        while (!name.equals(RoutedTeam.DONE)) {
            output = suppliers.getOrDefault(name, () -> "").get();
            messages.add(name);
            messages.add("The last response is: " + output);
            name = nameOrDone(messages.size());
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
