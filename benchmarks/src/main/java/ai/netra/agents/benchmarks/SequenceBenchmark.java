package ai.netra.agents.benchmarks;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.AgenticServices.AgenticScopeAction;
import dev.langchain4j.agentic.UntypedAgent;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What an engine adds to agents that do nothing: five in a sequence, each reading one output and writing one. */
public class SequenceBenchmark extends Scenario {
    private final RunRequest request = RunRequest.of("go");
    private final SequentialOrchestrator<Integer> flow = SequentialOrchestrator.of(AgentKey.of("flow", Integer.class))
            .then(Agent.of(key(1), (input, context) -> 1))
            .then(next(2))
            .then(next(3))
            .then(next(4))
            .endingIn(next(5));
    private final LocalAgentRuntime runtime =
            LocalAgentRuntime.builder().register(flow).build();
    private final List<UnaryOperator<Integer>> functions =
            List.of(n -> 1, n -> n + 1, n -> n + 1, n -> n + 1, n -> n + 1);
    private final UntypedAgent sequence = AgenticServices.sequenceBuilder()
            .subAgents(
                    AgenticServices.agentAction(scope -> scope.writeState("n1", 1)),
                    action(2),
                    action(3),
                    action(4),
                    action(5))
            .outputKey("n5")
            .build();

    private static AgentKey<Integer> key(int number) {
        return AgentKey.of("agent" + number, Integer.class);
    }

    private static Agent<Integer> next(int number) {
        return Agent.of(key(number), key(number - 1), (before, input, context) -> before + 1);
    }

    private static AgenticScopeAction action(int number) {
        String reads = "n" + (number - 1);
        String writes = "n" + number;
        return AgenticServices.agentAction(scope -> scope.writeState(writes, (Integer) scope.readState(reads) + 1));
    }

    /** Checks the answers. */
    @Setup
    public void check() {
        check("netra", 5, netra());
        check("rawJava", 5, rawJava());
        check("langchain4j", 5, langchain4j());
    }

    /** This library. */
    @Benchmark
    public Integer netra() {
        return runtime.run(flow, request).orThrow();
    }

    /** Functions, one after the other. */
    @Benchmark
    public Integer rawJava() {
        Integer output = 0;
        for (UnaryOperator<Integer> function : functions) {
            output = function.apply(output);
        }
        return output;
    }

    /** Actions on a scope, which cost it less than annotated methods do. */
    @Benchmark
    public Object langchain4j() {
        return sequence.invoke(Map.of());
    }

    /** Ends what was started. */
    @TearDown
    public void close() {
        runtime.close();
    }
}
