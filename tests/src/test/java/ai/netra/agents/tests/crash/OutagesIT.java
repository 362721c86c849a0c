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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers of stores that are killed in the middle of a run and started again, while its process waits for them. */
class OutagesIT {
    private static final String RUN = "run";

    private KillablePostgres postgres;
    private KillableRedis redis;
    private Path folder;

    @BeforeAll
    static void processes_can_be_killed() {
        assumeTrue(Signals.available(), "there is no program kill to send signals with");
    }

    @BeforeEach
    void start(@TempDir Path temporary) throws IOException {
        folder = temporary;
        postgres = new KillablePostgres();
        redis = new KillableRedis(temporary);
    }

    @AfterEach
    void stop() throws IOException {
        redis.close();
        postgres.close();
    }

    private CrashBench bench(CrashWorkload workload, Kind kind) throws IOException, InterruptedException {
        return new CrashBench(workload, new CrashTask.Store(kind, postgres.url(), redis.port(), "outage_"), folder);
    }

    private void kill(Kind kind) throws IOException, InterruptedException {
        if (kind != Kind.REDIS) {
            postgres.kill();
        }
        if (kind != Kind.POSTGRES) {
            redis.kill();
        }
    }

    private void startAgain(Kind kind) throws IOException {
        if (kind != Kind.REDIS) {
            postgres.start();
        }
        if (kind != Kind.POSTGRES) {
            redis.start();
        }
    }

    /** The servers of a store are killed while a process waits at an append, and started again when it has felt that. */
    private void assertSurvived(Kind kind, Act act, Moment moment) throws IOException, InterruptedException {
        try (CrashBench bench = bench(CrashWorkload.SEQUENTIAL, kind);
                ChildProcess child = ChildProcess.start(
                        bench.task("waiting", Mode.RUN, List.of(RUN)).stopping(act, bench.appends() / 2, moment))) {
            child.hear(CrashEvent.Kind.WAITING);
            kill(kind);
            child.go();
            child.hear(CrashEvent.Kind.UNAVAILABLE);
            startAgain(kind);
            assertThat(child.toTheEnd()).isZero();

            CrashReport report = child.report();
            assertThat(bench.assertEqual(kind + " was killed", report, List.of()))
                    .isEqualTo(new CrashBench.Repeats(0, 0));
            assertThat(report.runners()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"POSTGRES", "REDIS", "TIERED"})
    void a_run_waits_for_a_store_that_was_killed(Kind kind) throws IOException, InterruptedException {
        assertSurvived(kind, Act.WAIT, Moment.BEFORE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"POSTGRES", "REDIS"})
    void a_record_whose_acknowledgement_was_lost_with_the_store_is_there_once(Kind kind)
            throws IOException, InterruptedException {
        assertSurvived(kind, Act.WAIT_AND_FORGET, Moment.AFTER);
    }

    @Test
    void a_run_does_not_feel_that_the_cache_of_its_store_is_killed() throws IOException, InterruptedException {
        try (CrashBench bench = bench(CrashWorkload.SUPERVISOR, Kind.TIERED);
                ChildProcess child = ChildProcess.start(bench.task("waiting", Mode.RUN, List.of(RUN))
                        .stopping(Act.WAIT, bench.appends() / 2, Moment.BEFORE))) {
            child.hear(CrashEvent.Kind.WAITING);
            redis.kill();
            child.go();
            assertThat(child.toTheEnd()).isZero();

            assertThat(child.heard(CrashEvent.Kind.UNAVAILABLE)).isEmpty();
            assertThat(bench.assertEqual("the cache was killed", child.report(), List.of()))
                    .isEqualTo(new CrashBench.Repeats(0, 0));
        }
    }

    @Test
    void a_run_is_gone_on_with_while_the_cache_is_away_which_can_be_seen() throws IOException, InterruptedException {
        try (CrashBench bench = bench(CrashWorkload.TOOLS, Kind.TIERED)) {
            assertDies(bench);
            redis.kill();
            try (ChildProcess recoverer = ChildProcess.ran(bench.task("recoverer", Mode.RECOVER, List.of(RUN)))) {
                CrashReport report = recoverer.report();
                bench.assertEqual("the cache is away", report, recoverer.found());
                assertThat(report.runners()).isEqualTo(2);
                assertThat(recoverer.heard(CrashEvent.Kind.CACHE)).containsExactly("CacheLost");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"POSTGRES", "REDIS", "TIERED"})
    void a_run_outlives_its_process_and_its_store(Kind kind) throws IOException, InterruptedException {
        try (CrashBench bench = bench(CrashWorkload.TOOLS, kind)) {
            assertDies(bench);
            kill(kind);
            startAgain(kind);
            try (ChildProcess recoverer = ChildProcess.start(
                    bench.task("recoverer", Mode.RECOVER, List.of(RUN)).stopping(Act.WAIT, 3, Moment.BEFORE))) {
                recoverer.hear(CrashEvent.Kind.WAITING);
                kill(kind);
                recoverer.go();
                recoverer.hear(CrashEvent.Kind.UNAVAILABLE);
                startAgain(kind);
                assertThat(recoverer.toTheEnd()).isZero();
                CrashReport report = recoverer.report();
                bench.assertEqual(kind + " and the process were killed", report, recoverer.found());
                assertThat(report.runners()).isEqualTo(2);
            }
        }
    }

    /** A process that is killed when the second of its tools is recorded. */
    private static void assertDies(CrashBench bench) throws IOException, InterruptedException {
        CrashTask task = bench.task("killed", Mode.RUN, List.of(RUN))
                .stopping(Act.DIE, 8, Moment.AFTER)
                .lease(Duration.ofMillis(500));
        try (ChildProcess child = ChildProcess.start(task)) {
            assertThat(child.toTheEnd()).isEqualTo(ChildProcess.KILLED);
        }
    }
}
