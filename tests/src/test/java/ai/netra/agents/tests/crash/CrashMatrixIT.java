package ai.netra.agents.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed right before or after a write to the journal, and others that go on with their runs. By default a sample of the writes; with
 * {@code -Dnetra.crash=all} every write. {@code -Dnetra.crash.seed} draws another sample.
 */
class CrashMatrixIT {
    private static final boolean ALL = System.getProperty("netra.crash", "sample").equals("all");
    private static final long SEED = Long.getLong("netra.crash.seed", 42);
    private static final int AT_ONCE = 2;

    /** Where a process is killed. */
    private record Point(int append, CrashTask.Moment moment) {
        String run() {
            return moment + "-" + append;
        }
    }

    /** What came of a workload on a store. */
    private record Row(
            CrashWorkload workload,
            CrashTask.Kind store,
            int appends,
            int killed,
            int survived,
            int recovered,
            int happened,
            int didNotHappen,
            int executionsAgain,
            int effectsAgain) {
        static final String HEAD = "%-11s %-9s %7s %7s %8s %9s %8s %9s %10s %8s"
                .formatted(
                        "workload",
                        "store",
                        "writes",
                        "killed",
                        "survived",
                        "recovered",
                        "happened",
                        "did not",
                        "done again",
                        "retried");

        @Override
        public String toString() {
            return "%-11s %-9s %7d %7d %8d %9d %8d %9d %10d %8d"
                    .formatted(
                            workload,
                            store,
                            appends,
                            killed,
                            survived,
                            recovered,
                            happened,
                            didNotHappen,
                            executionsAgain,
                            effectsAgain);
        }
    }

    @BeforeAll
    static void processes_can_be_killed() {
        assumeTrue(Signals.available(), "there is no program kill to send signals with");
    }

    @Test
    void a_run_is_the_same_wherever_its_process_was_killed(@TempDir Path folder) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (KillablePostgres postgres = new KillablePostgres();
                ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Row>> under = new ArrayList<>();
            for (CrashWorkload workload : CrashWorkload.values()) {
                under.add(threads.submit(() -> row(workload, h2(workload, folder), folder)));
                under.add(threads.submit(() -> row(
                        workload,
                        new CrashTask.Store(
                                CrashTask.Kind.POSTGRES, postgres.url(), 0, "crash_" + workload.ordinal() + "_"),
                        folder)));
            }
            for (Future<Row> one : under) {
                rows.add(one.get());
            }
        }
        System.out.println(Row.HEAD);
        rows.forEach(System.out::println);
        System.out.println(rows.stream().mapToInt(Row::killed).sum() + " processes killed, "
                + rows.stream().mapToInt(Row::recovered).sum() + " runs recovered");
        assertThat(rows).allSatisfy(row -> assertThat(row.killed()).isPositive());
    }

    private static CrashTask.Store h2(CrashWorkload workload, Path folder) {
        String file = folder.resolve("h2-" + workload).toString();
        return new CrashTask.Store(CrashTask.Kind.H2, "jdbc:h2:file:" + file + ";WRITE_DELAY=0", 0, "crash_");
    }

    private static List<Point> points(CrashWorkload workload, CrashTask.Kind store, int appends) {
        List<Point> all = new ArrayList<>();
        for (int append = 1; append <= appends; append++) {
            for (CrashTask.Moment moment : CrashTask.Moment.values()) {
                all.add(new Point(append, moment));
            }
        }
        if (ALL) {
            return all;
        }
        CrashTask.Moment first = (workload.ordinal() + store.ordinal()) % 2 == 0
                ? CrashTask.Moment.BEFORE
                : CrashTask.Moment.AFTER;
        CrashTask.Moment last = first == CrashTask.Moment.BEFORE ? CrashTask.Moment.AFTER : CrashTask.Moment.BEFORE;
        Random random = new Random(SEED + 31L * workload.ordinal() + store.ordinal());
        List<Point> drawn = all.subList(2, all.size() - 2);
        return List.of(
                new Point(1, first),
                drawn.get(random.nextInt(drawn.size() / 2)),
                drawn.get(drawn.size() / 2 + random.nextInt(drawn.size() / 2)),
                new Point(appends, last));
    }

    private static Row row(CrashWorkload workload, CrashTask.Store store, Path folder)
            throws IOException, InterruptedException {
        try (CrashBench bench = new CrashBench(workload, store, folder)) {
            Map<String, CrashReport> survivors = new TreeMap<>();
            List<String> killed = new ArrayList<>();
            List<Point> points = points(workload, store.kind(), bench.appends());
            for (Point point : points) {
                CrashTask task = bench.task("killed-" + point.run(), CrashTask.Mode.RUN, List.of(point.run()))
                        .stopping(CrashTask.Act.DIE, point.append(), point.moment())
                        .lease(Duration.ofMillis(500));
                try (ChildProcess child = ChildProcess.start(task)) {
                    if (child.toTheEnd() == ChildProcess.KILLED) {
                        killed.add(point.run());
                    } else {
                        survivors.put(point.run(), child.report());
                    }
                }
                if ((killed.size() + survivors.size()) % 20 == 0) {
                    System.out.println(workload + " on " + store.kind() + ": " + (killed.size() + survivors.size())
                            + " of " + points.size());
                }
            }
            if (workload != CrashWorkload.PARALLEL) { // whose writes are more or fewer, as threads meet
                assertThat(survivors).isEmpty();
            }
            return recover(bench, workload, store, killed, survivors);
        }
    }

    private static Row recover(
            CrashBench bench,
            CrashWorkload workload,
            CrashTask.Store store,
            List<String> killed,
            Map<String, CrashReport> survivors)
            throws IOException, InterruptedException {
        Map<String, CrashReport> recovered;
        try (ChildProcess child =
                ChildProcess.ran(bench.task("recoverer", CrashTask.Mode.RECOVER, killed))) {
            recovered = child.reports();
        }
        List<CrashReport> suspended = recovered.values().stream()
                .filter(report -> report.status().equals("suspended"))
                .toList();
        long happened = suspended.stream()
                .filter(report -> bench.whatHappened(report).equals("HAPPENED"))
                .count();
        Map<String, CrashReport> answered =
                suspended.isEmpty() ? Map.of() : bench.answered("answerer", suspended);
        int executions = 0;
        int effects = 0;
        for (String run : killed) {
            List<CrashReport> told = answered.containsKey(run)
                    ? List.of(recovered.get(run), answered.get(run))
                    : List.of(recovered.get(run));
            CrashBench.Repeats repeats =
                    bench.assertEqual(workload + " on " + store.kind() + " killed " + run, told.getLast(), told);
            executions += repeats.executions();
            effects += repeats.effects();
        }
        for (CrashReport survivor : survivors.values()) {
            bench.assertEqual(workload + " on " + store.kind() + " survived", survivor, List.of());
        }
        return new Row(
                workload,
                store.kind(),
                bench.appends(),
                killed.size(),
                survivors.size(),
                recovered.size(),
                (int) happened,
                suspended.size() - (int) happened,
                executions,
                effects);
    }
}
