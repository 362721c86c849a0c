package ai.netra.agents.benchmarks;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Progress;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.ConditionalOrchestrator;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.AgenticServices.AgenticScopeAction;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.scope.AgenticScope;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** One of three agents that do nothing, chosen by a category that comes with the request. It is always the third that is asked for. */
public class RouteBenchmark extends Scenario {
    private final RunRequest request = RunRequest.of("go").attribute("category", "quality");
    private final ConditionalOrchestrator<String> flow = ConditionalOrchestrator.of(AgentKey.of("flow", String.class))
            .when(progressIs("cost"), agent("cost"))
            .when(progressIs("latency"), agent("latency"))
            .when(progressIs("quality"), agent("quality"))
            .otherwise(agent("other"));
    private final LocalAgentRuntime runtime =
            LocalAgentRuntime.builder().register(flow).build();
    private final Map<String, String> attributes = Map.of("category", "quality");
    private final Map<String, Supplier<String>> suppliers =
            Map.of("cost", () -> "cost", "latency", () -> "latency", "quality", () -> "quality");
    private final Map<String, Object> input = Map.of("category", "quality");
    private final UntypedAgent conditional = AgenticServices.conditionalBuilder()
            .subAgents(scopeIs("cost"), action("cost"))
            .subAgents(scopeIs("latency"), action("latency"))
            .subAgents(scopeIs("quality"), action("quality"))
            .outputKey("answer")
            .build();

    private static Predicate<Progress> progressIs(String category) {
        return progress -> progress.input().attributes().text("category").equals(Optional.of(category));
    }

    private static Agent<String> agent(String name) {
        return Agent.of(AgentKey.of(name, String.class), (input, context) -> name);
    }

    private static Predicate<AgenticScope> scopeIs(String category) {
        return scope -> category.equals(scope.readState("category"));
    }

    private static AgenticScopeAction action(String name) {
        return AgenticServices.agentAction(scope -> scope.writeState("answer", name));
    }

    /** Checks the answers. */
    @Setup
    public void check() {
        check("netra", "quality", netra());
        check("rawJava", "quality", rawJava());
        check("langchain4j", "quality", langchain4j());
    }

    /** This library. */
    @Benchmark
    public String netra() {
        return runtime.run(flow, request).orThrow();
    }

    /** Functions in a map. */
    @Benchmark
    public String rawJava() {
        return suppliers.getOrDefault(attributes.get("category"), () -> "other").get();
    }

    /** Actions on a scope, each with its condition. */
    @Benchmark
    public Object langchain4j() {
        return conditional.invoke(input);
    }

    /** Ends what was started. */
    @TearDown
    public void close() {
        runtime.close();
    }
}
