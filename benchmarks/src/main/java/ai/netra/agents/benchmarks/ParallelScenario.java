package ai.netra.agents.benchmarks;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.Limits;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.AgenticServices.AgenticScopeAction;
import dev.langchain4j.agentic.UntypedAgent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Agents side by side, each on a thread of its own, and the sum of their outputs. */
public abstract class ParallelScenario extends Scenario {
    private final RunRequest request = RunRequest.of("go");
    private ParallelOrchestrator<Integer> flow;
    private LocalAgentRuntime runtime;
    private List<Callable<Integer>> tasks;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private UntypedAgent parallel;

    /** How many agents. */
    abstract int agents();

    /** What each of them does before it gives its number as its output. */
    abstract void work() throws InterruptedException;

    /** Builds the contenders, and checks their answers. */
    @Setup
    public void build() throws InterruptedException {
        buildNetra();
        buildRawJava();
        buildLangchain4j();
        int sum = IntStream.range(0, agents()).sum();
        check("netra", sum, netra());
        check("rawJava", sum, rawJava());
        check("langchain4j", sum, langchain4j());
    }

    private void buildNetra() {
        List<AgentKey<Integer>> keys = numbered(i -> AgentKey.of("agent" + i, Integer.class));
        ParallelOrchestrator.Builder<Integer> builder = ParallelOrchestrator.all(AgentKey.of("flow", Integer.class));
        for (int i = 0; i < agents(); i++) {
            int number = i;
            builder.agent(Agent.of(keys.get(i), (input, context) -> {
                work();
                return number;
            }));
        }
        flow = builder.aggregating(progress -> keys.stream()
                .mapToInt(key -> progress.output(key).orElseThrow())
                .sum());
        runtime = LocalAgentRuntime.builder()
                .register(flow)
                .limits(Limits.defaults().width(1_000).activations(1_000))
                .build();
    }

    private void buildRawJava() {
        tasks = numbered(i -> () -> {
            work();
            return i;
        });
    }

    private void buildLangchain4j() {
        List<String> names = numbered(i -> "n" + i);
        List<AgenticScopeAction> actions = numbered(i -> {
            String name = names.get(i);
            return AgenticServices.agentAction(scope -> {
                work();
                scope.writeState(name, i);
            });
        });
        parallel = AgenticServices.parallelBuilder()
                .subAgents(actions)
                .executor(executor)
                .output(scope -> names.stream()
                        .mapToInt(name -> (Integer) scope.readState(name))
                        .sum())
                .build();
    }

    private <T> List<T> numbered(IntFunction<T> made) {
        return IntStream.range(0, agents()).mapToObj(made).toList();
    }

    /** This library. */
    @Benchmark
    public Integer netra() {
        return runtime.run(flow, request).orThrow();
    }

    /** An executor of virtual threads for each operation. */
    @Benchmark
    public Integer rawJava() throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(tasks).stream().mapToInt(Future::resultNow).sum();
        }
    }

    /** Actions on a scope, with an executor of virtual threads. */
    @Benchmark
    public Object langchain4j() {
        return parallel.invoke(Map.of());
    }

    /** Ends what was started. */
    @TearDown
    public void close() {
        runtime.close();
        executor.close();
    }
}
