package ai.netra.agents.benchmarks;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.RunRequest;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.AgenticServices.AgenticScopeAction;
import dev.langchain4j.agentic.UntypedAgent;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * 10,000 runs at once, each a sequence of five agents that wait 10 ms: with nothing to pay all would be over in 50 ms. Before that is timed, all runs
 * are held in their last agent; what they take then is printed.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 40)
@Measurement(iterations = 20)
public class ConcurrentRunsBenchmark extends Scenario {
    private static final int RUNS = 10_000;
    private static final int STEPS = 5;
    private static final long WAIT_MILLIS = 10;
    private static final long HELD_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final RunRequest request = RunRequest.of("go");
    private final SequentialOrchestrator<Integer> flow = SequentialOrchestrator.of(AgentKey.of("flow", Integer.class))
            .then(Agent.of(key(1), (input, context) -> step(0)))
            .then(next(2))
            .then(next(3))
            .then(next(4))
            .endingIn(next(5));
    private final LocalAgentRuntime runtime =
            LocalAgentRuntime.builder().register(flow).build();
    private final UntypedAgent sequence = AgenticServices.sequenceBuilder()
            .subAgents(
                    AgenticServices.agentAction(scope -> scope.writeState("n1", step(0))),
                    action(2),
                    action(3),
                    action(4),
                    action(5))
            .outputKey("n5")
            .build();
    private final Map<String, Callable<Integer>> runs = Map.of(
            "netra", () -> runtime.run(flow, request).orThrow(),
            "rawJava", this::steps,
            "langchain4j", () -> (Integer) sequence.invoke(Map.of()));

    private volatile CountDownLatch held = new CountDownLatch(0);

    private static AgentKey<Integer> key(int number) {
        return AgentKey.of("agent" + number, Integer.class);
    }

    private Agent<Integer> next(int number) {
        return Agent.of(key(number), key(number - 1), (before, input, context) -> step(before));
    }

    private AgenticScopeAction action(int number) {
        String reads = "n" + (number - 1);
        String writes = "n" + number;
        return AgenticServices.agentAction(scope -> scope.writeState(writes, step((Integer) scope.readState(reads))));
    }

    private Integer steps() throws InterruptedException {
        Integer output = 0;
        for (int i = 0; i < STEPS; i++) {
            output = step(output);
        }
        return output;
    }

    private Integer step(Integer before) throws InterruptedException {
        CountDownLatch latch = held;
        if (before == STEPS - 1 && latch.getCount() > 0) {
            latch.countDown();
            Thread.sleep(HELD_MILLIS);
        }
        Thread.sleep(WAIT_MILLIS);
        return before + 1;
    }

    /** Checks the answers, and prints what waiting runs take. */
    @Setup
    public void hold(BenchmarkParams params) throws InterruptedException {
        String contender = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
        check(contender, RUNS * STEPS, all(contender));
        long before = heap();
        CountDownLatch latch = new CountDownLatch(RUNS);
        held = latch;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < RUNS; i++) {
                Future<Integer> unused = threads.submit(runs.get(contender));
            }
            latch.await();
            System.out.printf(
                    "%n# %s: %,d bytes of heap for each waiting run, %d platform threads in all%n",
                    contender,
                    (heap() - before) / RUNS,
                    ManagementFactory.getThreadMXBean().getThreadCount());
            threads.shutdownNow();
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private int all(String contender) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(Collections.nCopies(RUNS, runs.get(contender))).stream()
                    .mapToInt(Future::resultNow)
                    .sum();
        }
    }

    /** This library. */
    @Benchmark
    public int netra() throws InterruptedException {
        return all("netra");
    }

    /** A loop. */
    @Benchmark
    public int rawJava() throws InterruptedException {
        return all("rawJava");
    }

    /** Actions on a scope. */
    @Benchmark
    public int langchain4j() throws InterruptedException {
        return all("langchain4j");
    }

    /** Ends what was started. */
    @TearDown
    public void close() {
        runtime.close();
    }
}
