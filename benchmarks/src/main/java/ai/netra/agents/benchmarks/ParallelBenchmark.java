package ai.netra.agents.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** Agents in parallel that do nothing: the cost of starting threads, awaiting them and gathering what they give. */
public class ParallelBenchmark extends ParallelScenario {
    /** How many agents run at once. */
    @Param({"8", "64", "1000"})
    public int agents;

    @Override
    int agents() {
        return agents;
    }

    @Override
    void work() {}
}
