package ai.netra.agents.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.EffectOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** One workload on one store: what becomes of it undisturbed, and what another run of it must be equal to. */
final class CrashBench implements AutoCloseable {
    private final CrashWorkload workload;
    private final CrashTask.Store store;
    private final Path executions;
    private final EffectReceiver receiver = EffectReceiver.start();
    private final CrashReport whole;
    private final int appends;

    /** Something that was really done. */
    record Execution(String process, String run, String kind, String value) {}

    /** What a run's steps had given when a process came to it. */
    record Found(String process, String run, Set<String> recorded) {}

    CrashBench(CrashWorkload workload, CrashTask.Store store, Path folder) throws IOException, InterruptedException {
        this.workload = workload;
        this.store = store;
        this.executions = folder.resolve(workload + "-" + store.kind() + ".executions");
        try (ChildProcess child = ChildProcess.ran(task("whole", CrashTask.Mode.RUN, List.of("whole")))) {
            this.whole = child.report();
            this.appends = child.appends();
        }
        assertThat(whole.status()).as(whole.failure()).isEqualTo("succeeded");
        assertThat(executions("whole").stream().map(Execution::value))
                .as("each thing done gives a value of its own")
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(whole.steps().values());
    }

    /** How often an undisturbed run appends. */
    int appends() {
        return appends;
    }

    CrashWorkload workload() {
        return workload;
    }

    @Override
    public String toString() {
        return workload + " on " + store.kind();
    }

    /** A task on these runs, for a process of this name. */
    CrashTask task(String process, CrashTask.Mode mode, List<String> runs) {
        return CrashTask.of(
                workload + "-" + store.kind() + "-" + process,
                mode,
                workload,
                store,
                runs,
                receiver.address().toString(),
                executions.toString());
    }

    /** What was really done for a run. */
    List<Execution> executions(String run) throws IOException {
        List<Execution> found = new ArrayList<>();
        for (String line : Files.readAllLines(executions)) {
            String[] parts = line.split("\t", -1);
            if (parts[1].equals(run)) {
                found.add(new Execution(parts[0], parts[1], parts[2], parts[3]));
            }
        }
        return found;
    }

    /** What the receiver knows of an effect that must not be repeated and that a suspended run asks about: whether it has it. */
    private EffectOutcome whatHappened(String run, String question) {
        String value = whole.steps().get(question);
        return receiver.attempts(run).stream()
                        .map(EffectReceiver.Attempt::arguments)
                        .anyMatch(arguments -> value.equals(CrashWorkload.onceOf(arguments))
                                || value.equals(CrashWorkload.onceOf("announced " + arguments)))
                ? EffectOutcome.HAPPENED
                : EffectOutcome.DID_NOT_HAPPEN;
    }

    /** What to answer to the questions of suspended runs. */
    Map<String, String> answers(Collection<CrashReport> suspended) {
        Map<String, String> answers = new TreeMap<>();
        for (CrashReport report : suspended) {
            for (String question : report.questions()) {
                answers.put(
                        CrashTask.question(report.run(), question),
                        whatHappened(report.run(), question).name());
            }
        }
        return answers;
    }

    /**
     * Checks that a store has all that it acknowledged to processes that died.
     *
     * @param acknowledged how far it had said that runs had come
     * @param next who went on with them
     */
    static void assertNothingAcknowledgedIsLost(String where, Map<String, Long> acknowledged, ChildProcess next) {
        Map<String, Long> kept = next.versions(CrashEvent.Kind.KEPT);
        acknowledged.forEach((run, version) -> assertThat(kept.getOrDefault(run, 0L))
                .as("%s: how far run %s has come, and was acknowledged to have", where, run)
                .isGreaterThanOrEqualTo(version));
    }

    /**
     * Checks that a run is equal to the undisturbed one, and that nothing of it was done again that was recorded.
     *
     * @param found what the processes found that went on with it
     * @return how many things were done again, and how many effects were attempted again
     */
    Repeats assertEqual(String where, CrashReport run, Collection<Found> found) throws IOException {
        List<Execution> executed = executions(run.run());
        boolean lost = run.steps().containsValue(CrashWorkload.LOST);
        UnaryOperator<String> comparable = text -> lost ? text.replaceAll("<once:[^>]*>", CrashWorkload.LOST) : text;
        assertThat(run.status()).as(where).isEqualTo(whole.status());
        assertThat(comparable.apply(run.output())).as(where).isEqualTo(comparable.apply(whole.output()));
        assertThat(all(run.outcomes(), comparable)).as(where).isEqualTo(all(whole.outcomes(), comparable));
        assertThat(run.decisions().keySet())
                .as(where)
                .isEqualTo(whole.decisions().keySet());
        run.decisions()
                .forEach((scope, decisions) -> assertThat(all(decisions, comparable))
                        .as(where + " " + scope)
                        .isEqualTo(all(whole.decisions().get(scope), comparable)));
        assertThat(run.steps().keySet()).as(where).isEqualTo(whole.steps().keySet());
        run.steps()
                .forEach((step, value) -> assertThat(comparable.apply(value))
                        .as(where + " " + step)
                        .isEqualTo(comparable.apply(whole.steps().get(step))));
        found.stream()
                .filter(one -> one.run().equals(run.run()))
                .forEach(one -> assertNothingRecordedIsDoneAgain(where, one, executed));
        Map<String, Long> times =
                executed.stream().collect(Collectors.groupingBy(Execution::value, Collectors.counting()));
        assertThat(Set.copyOf(all(List.copyOf(times.keySet()), comparable))) // a model is told of a loss, and says so
                .as(where)
                .isEqualTo(Set.copyOf(all(List.copyOf(whole.steps().values()), comparable)));
        assertThat(run.activations()).as(where).isEqualTo(whole.activations());
        assertThat(run.toolCalls()).as(where).isEqualTo(whole.toolCalls());
        assertThat(run.llmCalls()).as(where).isBetween(whole.llmCalls(), whole.llmCalls() + executed.size());
        return new Repeats(executed.size() - times.size(), effects(where, run.run()));
    }

    /** How often something was done again. */
    record Repeats(int executions, int effects) {}

    private static List<String> all(List<String> texts, UnaryOperator<String> comparable) {
        return texts.stream().map(comparable).toList();
    }

    private static void assertNothingRecordedIsDoneAgain(String where, Found found, List<Execution> executed) {
        assertThat(executed.stream()
                        .filter(done -> done.process().equals(found.process()))
                        .map(Execution::value))
                .as(where + " in " + found.process())
                .doesNotHaveDuplicates()
                .noneMatch(found.recorded()::contains);
    }

    /** Checks that each effect has one key with one set of arguments, and says how many attempts there were beyond that. */
    private int effects(String where, String run) {
        List<EffectReceiver.Attempt> attempts = receiver.attempts(run);
        Map<String, Set<String>> byKey = attempts.stream()
                .collect(Collectors.groupingBy(
                        EffectReceiver.Attempt::key,
                        Collectors.mapping(EffectReceiver.Attempt::text, Collectors.toSet())));
        assertThat(byKey.values())
                .as(where)
                .allSatisfy(texts -> assertThat(texts).hasSize(1));
        assertThat(byKey.values().stream().flatMap(Set::stream))
                .as(where + ": what was applied")
                .containsExactlyInAnyOrderElementsOf(receiver.attempts("whole").stream()
                        .map(EffectReceiver.Attempt::text)
                        .toList());
        assertThat(attempts.stream().filter(attempt -> !attempt.name().startsWith("keyed")))
                .as(where + ": what must not be repeated")
                .doesNotHaveDuplicates();
        return attempts.size() - byKey.size();
    }

    @Override
    public void close() {
        receiver.close();
    }
}
