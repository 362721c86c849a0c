package ai.netra.agents.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.netra.agents.tests.crash.CrashTask.Act;
import ai.netra.agents.tests.crash.CrashTask.Kind;
import ai.netra.agents.tests.crash.CrashTask.Mode;
import ai.netra.agents.tests.crash.CrashTask.Moment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is stopped until its lease has lapsed, and wakes up when another one has finished its run. */
class StoppedProcessIT {
    private static final List<String> RUN = List.of("run");

    @BeforeAll
    static void processes_can_be_stopped() {
        assumeTrue(Signals.available(), "there is no program kill to send signals with");
    }

    @Test
    void wakes_up_fenced_on_postgres(@TempDir Path folder) throws IOException, InterruptedException {
        try (KillablePostgres postgres = new KillablePostgres()) {
            assertFenced(new CrashTask.Store(Kind.POSTGRES, postgres.url(), 0, "stopped_"), Moment.BEFORE, folder);
        }
    }

    @Test
    void is_in_nobodys_way_in_the_middle_of_an_append_on_postgres(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (KillablePostgres postgres = new KillablePostgres()) {
            assertFenced(new CrashTask.Store(Kind.POSTGRES, postgres.url(), 0, "stopped_"), Moment.WITHIN, folder);
        }
    }

    @Test
    void wakes_up_fenced_on_redis(@TempDir Path folder) throws IOException, InterruptedException {
        try (KillableRedis redis = new KillableRedis(folder)) {
            assertFenced(new CrashTask.Store(Kind.REDIS, "", redis.port(), "stopped_"), Moment.BEFORE, folder);
        }
    }

    private static void assertFenced(CrashTask.Store store, Moment moment, Path folder)
            throws IOException, InterruptedException {
        try (CrashBench bench = new CrashBench(CrashWorkload.TOOLS, store, folder);
                ChildProcess stopped = ChildProcess.start(bench.task("stopped", Mode.RUN, RUN)
                        .stopping(Act.WAIT, 8, moment)
                        .lease(Duration.ofSeconds(1)))) {
            stopped.hear(CrashEvent.Kind.WAITING);
            stopped.signal("STOP");
            CrashReport recovered;
            List<CrashBench.Found> found;
            try (ChildProcess recoverer = ChildProcess.ran(bench.task("recoverer", Mode.RECOVER, RUN))) {
                recovered = recoverer.report();
                found = recoverer.found();
            }
            int done = bench.executions("run").size();
            bench.assertEqual("while the process is stopped", recovered, found);
            assertThat(recovered.runners()).isEqualTo(2);

            stopped.signal("CONT");
            stopped.go();
            assertThat(stopped.toTheEnd()).isZero();

            CrashReport late = stopped.report();
            assertThat(late.status()).isEqualTo("failed");
            assertThat(late.failure()).isEqualTo("FENCED");
            assertThat(bench.executions("run")).as("it does nothing more").hasSize(done);
            try (ChildProcess reader = ChildProcess.ran(bench.task("reader", Mode.RECOVER, RUN))) {
                CrashReport read = reader.report();
                assertThat(read.steps()).isEqualTo(recovered.steps());
                assertThat(read.output()).isEqualTo(recovered.output());
                assertThat(read.runners()).as("what it wrote late is not there").isEqualTo(2);
                assertThat(reader.appends()).isZero();
            }
        }
    }
}
