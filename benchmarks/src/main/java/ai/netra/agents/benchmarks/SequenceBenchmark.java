package ai.netra.agents.benchmarks;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
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

/** What the engine adds to agents that do nothing: five in a sequence, each reading one output and writing one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SequenceBenchmark {
    private final RunRequest request = RunRequest.of("go");
    private final SequentialOrchestrator<Integer> flow = SequentialOrchestrator.of(AgentKey.of("flow", Integer.class))
            .then(first())
            .then(next(2))
            .then(next(3))
            .then(next(4))
            .endingIn(next(5));
    private final LocalAgentRuntime runtime =
            LocalAgentRuntime.builder().register(flow).build();

    private static AgentKey<Integer> key(int number) {
        return AgentKey.of("agent" + number, Integer.class);
    }

    private static Agent<Integer> first() {
        return Agent.of(key(1), (input, context) -> 1);
    }

    private static Agent<Integer> next(int number) {
        return Agent.of(key(number), key(number - 1), (before, input, context) -> before + 1);
    }

    /** This library. */
    @Benchmark
    public int netraAgents() {
        return runtime.run(flow, request).orThrow();
    }

    /** Ends what was started. */
    @TearDown
    public void close() {
        runtime.close();
    }
}
