package ai.netra.agents.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes that are killed right before or after a write to the journal, and others that go on with their runs. By default a sample of the writes; with
 * {@code -Dnetra.crash=all} every write. {@code -Dnetra.crash.seed} draws another sample, and
 * {@code -Dnetra.crash.h2} says how H2 is opened.
 */
class CrashMatrixIT {
    private static final boolean ALL =
            System.getProperty("netra.crash", "sample").equals("all");
    private static final long SEED = Long.getLong("netra.crash.seed", 42);
    private static final String H2 = System.getProperty("netra.crash.h2", "WRITE_DELAY=0;REUSE_SPACE=FALSE");
    private static final Duration SOON = Duration.ofMillis(500);
    private static final List<CrashRow> ROWS = new ArrayList<>();

    private static KillablePostgres postgres;

    /** Where a process is killed. */
    private record Point(int append, CrashTask.Moment moment) {
        String run() {
            return moment + "-" + append;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Signals.available(), "there is no program kill to send signals with");
        postgres = new KillablePostgres();
    }

    @AfterAll
    static void stop() throws IOException {
        if (postgres != null) {
            postgres.close();
            System.out.println(CrashRow.table(ROWS));
        }
    }

    private static Stream<CrashTask.Store> stores(CrashWorkload workload, Path folder, String prefix) {
        String file = folder.resolve(prefix + workload).toString();
        CrashTask.Store ofPostgres = new CrashTask.Store(
                CrashTask.Kind.POSTGRES,
                postgres.url(),
                0,
                prefix + workload.name().toLowerCase(Locale.ROOT) + "_");
        CrashTask.Store ofH2 = new CrashTask.Store(CrashTask.Kind.H2, "jdbc:h2:file:" + file + ";" + H2, 0, prefix);
        return Stream.of(ofH2, ofPostgres);
    }

    /** Does something on all stores at once. */
    private static void onEach(Stream<CrashTask.Store> stores, RowOf work) throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<CrashRow>> rows =
                    stores.map(store -> threads.submit(() -> work.on(store))).toList();
            List<Throwable> failures = new ArrayList<>();
            for (Future<CrashRow> row : rows) {
                try {
                    ROWS.add(row.get());
                } catch (ExecutionException failed) {
                    failures.add(failed.getCause());
                }
            }
            assertThat(failures).isEmpty();
        }
    }

    private interface RowOf {
        CrashRow on(CrashTask.Store store) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void a_run_is_the_same_wherever_its_process_was_killed(CrashWorkload workload, @TempDir Path folder)
            throws Exception {
        onEach(stores(workload, folder, "once_"), store -> {
            try (CrashBench bench = new CrashBench(workload, store, folder)) {
                return killedOnce(bench, points(workload, store.kind(), bench.appends()));
            }
        });
    }

    private static List<Point> points(CrashWorkload workload, CrashTask.Kind store, int appends) {
        List<Point> all = new ArrayList<>();
        for (int append = 1; append <= appends; append++) {
            all.add(new Point(append, CrashTask.Moment.BEFORE));
            all.add(new Point(append, CrashTask.Moment.AFTER));
        }
        if (ALL) {
            return all;
        }
        Random random = new Random(
                SEED + 31L * workload.name().hashCode() + store.name().hashCode());
        int even = random.nextInt(2);
        int half = all.size() / 2;
        return List.of(
                all.get(even),
                all.get(2 + random.nextInt(half - 2)),
                all.get(half + random.nextInt(half - 2)),
                all.get(all.size() - 1 - even));
    }

    private static CrashRow killedOnce(CrashBench bench, List<Point> points) throws IOException, InterruptedException {
        Map<String, CrashReport> survivors = new TreeMap<>();
        List<String> killed = new ArrayList<>();
        Map<String, Long> acknowledged = new TreeMap<>();
        for (Point point : points) {
            CrashTask task = bench.task("killed-" + point.run(), CrashTask.Mode.RUN, List.of(point.run()))
                    .stopping(CrashTask.Act.DIE, point.append(), point.moment())
                    .lease(SOON);
            try (ChildProcess child = ChildProcess.start(task)) {
                if (child.toTheEnd() == ChildProcess.KILLED) {
                    killed.add(point.run());
                    acknowledged.putAll(child.versions(CrashEvent.Kind.ACKNOWLEDGED));
                } else {
                    survivors.put(point.run(), child.report());
                }
            }
            if ((killed.size() + survivors.size()) % 20 == 0) {
                System.out.println(bench + ": " + (killed.size() + survivors.size()) + " of " + points.size());
            }
        }
        if (bench.workload() != CrashWorkload.PARALLEL) { // whose writes are more or fewer, as threads meet
            assertThat(survivors).isEmpty();
        }
        CrashRow row = new CrashRow(bench, killed.size(), survivors.size());
        for (CrashReport survivor : survivors.values()) {
            bench.assertEqual(bench + " survived " + survivor.run(), survivor, List.of());
        }
        List<CrashBench.Found> found = new ArrayList<>();
        Map<String, CrashReport> ended = new TreeMap<>();
        CrashTask task = bench.task("recoverer", CrashTask.Mode.RECOVER, killed);
        for (int i = 0; !task.runs().isEmpty(); i++) {
            try (ChildProcess child = ChildProcess.ran(task)) {
                if (i == 0) {
                    CrashBench.assertNothingAcknowledgedIsLost(bench.toString(), acknowledged, child);
                }
                ended.putAll(child.reports());
                found.addAll(child.found());
            }
            List<CrashReport> suspended =
                    ended.values().stream().filter(CrashReport::isSuspended).toList();
            Map<String, String> answers = bench.answers(suspended);
            row.answered(answers.values());
            task = bench.task(
                            "answerer-" + i,
                            CrashTask.Mode.ANSWER,
                            suspended.stream().map(CrashReport::run).toList())
                    .answering(answers);
        }
        for (CrashReport report : ended.values()) {
            row.recovered(bench.assertEqual(bench + " killed " + report.run(), report, found), report);
        }
        return row;
    }

    @ParameterizedTest
    @EnumSource
    void a_run_is_the_same_though_each_process_is_killed_that_goes_on_with_it(
            CrashWorkload workload, @TempDir Path folder) throws Exception {
        List<CrashWorkload> all = List.of(CrashWorkload.values());
        CrashWorkload drawn = all.get(Math.floorMod(SEED, all.size()));
        Stream<CrashTask.Store> stores = stores(workload, folder, "again_").filter(store -> ALL || workload == drawn);
        onEach(stores, store -> {
            try (CrashBench bench = new CrashBench(workload, store, folder)) {
                return killedAgainAndAgain(bench);
            }
        });
    }

    /** Each process gets two writes farther than to have taken the run, and dies; with every other one the last of them arrives. */
    private static CrashRow killedAgainAndAgain(CrashBench bench) throws IOException, InterruptedException {
        List<CrashBench.Found> found = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        CrashTask.Mode mode = CrashTask.Mode.RUN;
        Map<String, String> next = Map.of();
        Map<String, Long> acknowledged = Map.of();
        int killed = 0;
        for (int i = 1; ; i++) {
            CrashTask.Moment moment = i % 2 == 0 ? CrashTask.Moment.BEFORE : CrashTask.Moment.AFTER;
            CrashTask task = bench.task("process-" + i, mode, List.of("run"))
                    .answering(next)
                    .stopping(CrashTask.Act.DIE, 4, moment)
                    .lease(SOON);
            try (ChildProcess child = ChildProcess.start(task)) {
                boolean dead = child.toTheEnd() == ChildProcess.KILLED;
                found.addAll(child.found());
                CrashBench.assertNothingAcknowledgedIsLost(bench + " process " + i, acknowledged, child);
                acknowledged = child.versions(CrashEvent.Kind.ACKNOWLEDGED);
                mode = CrashTask.Mode.RECOVER;
                if (dead) {
                    killed++;
                } else if (child.report().isSuspended()) {
                    next = bench.answers(List.of(child.report()));
                    answers.addAll(next.values());
                    mode = CrashTask.Mode.ANSWER;
                } else {
                    CrashRow row = new CrashRow(bench, killed, 0);
                    row.answered(answers);
                    row.recovered(
                            bench.assertEqual(bench + " killed again and again", child.report(), found),
                            child.report());
                    return row;
                }
            }
        }
    }
}
