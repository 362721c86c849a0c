package ai.netra.agents.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Warmup;

/** Agents in parallel that wait 20 ms: together they should take as long as one of them. */
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class ParallelWaitBenchmark extends ParallelScenario {
    /** How many agents run at once. */
    @Param({"64", "1000"})
    public int agents;

    @Override
    int agents() {
        return agents;
    }

    @Override
    void work() throws InterruptedException {
        Thread.sleep(20);
    }
}
