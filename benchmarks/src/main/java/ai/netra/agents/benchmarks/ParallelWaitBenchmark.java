package ai.netra.agents.benchmarks;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.ParallelOrchestrator;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Agents that wait side by side: the run should take as long as one of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ParallelWaitBenchmark {
    private static final Duration WAIT = Duration.ofMillis(20);

    /** How many agents run at once. */
    @Param("64")
    public int agents;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final RunRequest request = RunRequest.of("wait");
    private ParallelOrchestrator<Integer> flow = ParallelOrchestrator.all(AgentKey.of("flow", Integer.class))
            .agent(waiting(0))
            .aggregating(p -> 0);
    private LocalAgentRuntime runtime = LocalAgentRuntime.builder().build();
    private List<Callable<Integer>> raw = List.of();

    /** Builds the flow. */
    @Setup
    public void build() {
        ParallelOrchestrator.Builder<Integer> builder = ParallelOrchestrator.all(AgentKey.of("flow", Integer.class));
        for (int i = 0; i < agents; i++) {
            builder.agent(waiting(i));
        }
        flow = builder.aggregating(progress -> progress.ended());
        runtime = LocalAgentRuntime.builder().register(flow).build();
        raw = Collections.nCopies(agents, () -> {
            Thread.sleep(WAIT);
            return 1;
        });
    }

    private static Agent<Integer> waiting(int number) {
        return Agent.of(AgentKey.of("agent" + number, Integer.class), (input, context) -> {
            context.clock().sleep(WAIT);
            return 1;
        });
    }

    /** This library. */
    @Benchmark
    public int netraAgents() {
        return runtime.run(flow, request).orThrow();
    }

    /** An executor of virtual threads. */
    @Benchmark
    public int rawJava() throws InterruptedException {
        return executor.invokeAll(raw).size();
    }

    /** Ends what was started. */
    @TearDown
    public void close() {
        runtime.close();
        executor.close();
    }
}
