package ai.netra.agents.tests.crash;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** What came of a workload on a store whose processes were killed. */
final class CrashRow {
    private static final String FORMAT = "%-22s %7s %7s %9s %9s %9s %9s %9s %8s %9s";

    private final CrashBench bench;
    private final int killed;
    private final int survived;
    private int recovered;
    private int happened;
    private int didNotHappen;
    private int executionsAgain;
    private int effectsAgain;
    private int runners;

    CrashRow(CrashBench bench, int killed, int survived) {
        this.bench = bench;
        this.killed = killed;
        this.survived = survived;
    }

    /** What was answered to questions about effects. */
    void answered(Collection<String> answers) {
        for (String answer : answers) {
            if (answer.equals("HAPPENED")) {
                happened++;
            } else {
                didNotHappen++;
            }
        }
    }

    /** A run that another process went on with. */
    void recovered(CrashBench.Repeats repeats, CrashReport report) {
        recovered++;
        executionsAgain += repeats.executions();
        effectsAgain += repeats.effects();
        runners = Math.max(runners, report.runners());
    }

    private List<Integer> numbers() {
        return List.of(
                bench.appends(),
                killed,
                survived,
                recovered,
                runners,
                happened,
                didNotHappen,
                executionsAgain,
                effectsAgain);
    }

    @Override
    public String toString() {
        List<Integer> numbers = numbers();
        Object[] cells = new Object[numbers.size() + 1];
        cells[0] = bench;
        for (int i = 0; i < numbers.size(); i++) {
            cells[i + 1] = numbers.get(i);
        }
        return FORMAT.formatted(cells);
    }

    /** All of them, with sums. */
    static String table(List<CrashRow> rows) {
        String head = FORMAT.formatted(
                "workload",
                "writes",
                "killed",
                "survived",
                "recovered",
                "runners",
                "happened",
                "did not",
                "again",
                "reapplied");
        return head + "\n" + rows.stream().map(CrashRow::toString).collect(Collectors.joining("\n")) + "\n"
                + rows.stream().mapToInt(row -> row.killed).sum() + " processes were killed, "
                + rows.stream().mapToInt(row -> row.recovered).sum() + " runs gone on with; done again "
                + rows.stream().mapToInt(row -> row.executionsAgain).sum() + " steps that were not recorded, "
                + rows.stream().mapToInt(row -> row.effectsAgain).sum()
                + " of them with effects, which were applied once";
    }
}
