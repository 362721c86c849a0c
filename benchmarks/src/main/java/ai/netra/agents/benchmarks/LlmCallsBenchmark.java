package ai.netra.agents.benchmarks;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.llm.LlmMessage;
import ai.netra.agents.llm.LlmRequest;
import ai.netra.agents.llm.LlmResponse;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the engine adds to ten calls of a model, or of a tool, that answer at once: one agent, one run. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LlmCallsBenchmark {
    private static final int CALLS = 10;
    private static final String TURN =
            "Which agent is next? One of triage, data, optimization, actions and reporting; answer with its name"
                    + " alone. ";

    private static final LlmResponse ANSWER = LlmResponse.of("data");

    /** What the tool takes. */
    record Word(String text) {}

    private final RunRequest request = RunRequest.of("go");
    private final List<LlmRequest> picks = picks();
    private final List<LlmRequest> turns = turns();
    private final Agent<Integer> idle = Agent.of(key("idle"), (input, context) -> CALLS);
    private final Agent<Integer> picking = asking("picking", picks);
    private final Agent<Integer> talking = asking("talking", turns);
    private final Agent<Integer> calling = Agent.of(key("calling"), (input, context) -> {
        int done = 0;
        for (int i = 0; i < CALLS; i++) {
            done += context.tools().callJson("say", "{\"text\":\"x\"}").success() ? 1 : 0;
        }
        return done;
    });
    private final LocalAgentRuntime runtime = LocalAgentRuntime.builder()
            .llm(asked -> ANSWER)
            .tools(ToolRegistry.of(
                    FunctionTool.of("say", "Says a word.", Word.class, (word, context) -> ToolResult.of(word.text()))))
            .grant(calling.key(), "say")
            .register(idle)
            .register(picking)
            .register(talking)
            .register(calling)
            .build();

    private static AgentKey<Integer> key(String name) {
        return AgentKey.of(name, Integer.class);
    }

    private static Agent<Integer> asking(String name, List<LlmRequest> requests) {
        return Agent.of(key(name), (input, context) -> {
            int done = 0;
            for (LlmRequest each : requests) {
                done += context.llm().generate(each).message().parts().size();
            }
            return done;
        });
    }

    /** Requests of one message each. */
    private static List<LlmRequest> picks() {
        List<LlmRequest> requests = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            requests.add(LlmRequest.of(TURN + i));
        }
        return requests;
    }

    /** Requests of a conversation: each has all that was said before. */
    private static List<LlmRequest> turns() {
        List<LlmRequest> requests = new ArrayList<>();
        List<LlmMessage> said = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            said.add(LlmMessage.user(TURN + i));
            LlmRequest.Builder builder = LlmRequest.builder();
            said.forEach(builder::message);
            requests.add(builder.build());
            said.add(LlmMessage.assistant("data"));
        }
        return requests;
    }

    /** A run without any call, to subtract. */
    @Benchmark
    public int withoutCalls() {
        return runtime.run(idle, request).orThrow();
    }

    /** Ten calls of a model, with a message each. */
    @Benchmark
    public int tenPicks() {
        return runtime.run(picking, request).orThrow();
    }

    /** Ten calls of a model in one conversation. */
    @Benchmark
    public int tenTurns() {
        return runtime.run(talking, request).orThrow();
    }

    /** Ten calls of a tool. */
    @Benchmark
    public int tenToolCalls() {
        return runtime.run(calling, request).orThrow();
    }

    /** Ends what was started. */
    @TearDown
    public void close() {
        runtime.close();
    }
}
