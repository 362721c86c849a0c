package ai.netra.agents.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Something that several contenders do, each in a benchmark method of its own. Flows and agents are built once; an operation is one run.
 *
 * <p>The heap is touched before the start: on a virtual machine the first use of a page of memory costs more than what is measured here.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch", "-Dslf4j.internal.verbosity=ERROR"})
public abstract class Scenario {
    /** Refuses to measure what does not do its work. */
    static void check(String contender, Object expected, Object answer) {
        if (!expected.equals(answer)) {
            throw new IllegalStateException(contender + " answered " + answer + " instead of " + expected);
        }
    }
}
