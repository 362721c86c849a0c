package ai.netra.agents.tests.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.netra.agents.tools.json.JsonCodec;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A {@link CrashChild} as its parent has it. */
final class ChildProcess implements AutoCloseable {
    /** How a process ends that is killed. */
    static final int KILLED = 128 + 9;

    private static final long PATIENCE_SECONDS = 300;

    private final CrashTask task;
    private final Process process;
    private final Path errors;
    private final BufferedReader out;
    private final List<CrashEvent> heard = new ArrayList<>();

    private ChildProcess(CrashTask task, Process process, Path errors) {
        this.task = task;
        this.process = process;
        this.errors = errors;
        this.out = process.inputReader(UTF_8);
    }

    static ChildProcess start(CrashTask task) throws IOException {
        Path errors = Path.of(task.executions()).resolveSibling(task.process() + ".err");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashChild.class.getName(),
                        JsonCodec.standard().encode(task))
                .redirectError(errors.toFile())
                .start();
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        return new ChildProcess(task, process, errors);
    }

    /** A process from its beginning to its end. */
    static ChildProcess ran(CrashTask task) throws IOException, InterruptedException {
        try (ChildProcess child = start(task)) {
            child.toTheEnd();
            return child;
        }
    }

    /** Waits until it says something of a kind. */
    CrashEvent hear(CrashEvent.Kind kind) throws IOException {
        for (CrashEvent event = next(); event != null; event = next()) {
            if (event.kind() == kind) {
                return event;
            }
        }
        throw new AssertionError(
                "process " + task.process() + " ended without " + kind + "; it said " + heard + errors());
    }

    private CrashEvent next() throws IOException {
        String line = out.readLine();
        if (line == null) {
            return null;
        }
        CrashEvent event = JsonCodec.standard().decode(line, CrashEvent.class);
        heard.add(event);
        return event;
    }

    /** Waits until it is over, and says with which status. */
    int toTheEnd() throws IOException, InterruptedException {
        while (next() != null) {
            // heard
        }
        return process.waitFor();
    }

    /** How the runs ended, by their ids; all of them. */
    Map<String, CrashReport> reports() throws IOException {
        Map<String, CrashReport> reports = new LinkedHashMap<>();
        heard.stream().flatMap(event -> event.report().stream()).forEach(report -> reports.put(report.run(), report));
        if (!reports.keySet().containsAll(task.runs())) {
            throw new AssertionError("process " + task.process() + " ended with " + process.exitValue()
                    + " and told of " + reports.keySet() + " instead of " + task.runs() + errors());
        }
        return reports;
    }

    /** What was recorded of its runs when it came to them. */
    List<CrashBench.Found> found() {
        return heard.stream()
                .filter(event -> event.kind() == CrashEvent.Kind.FOUND)
                .map(event -> new CrashBench.Found(task.process(), event.text(), Set.copyOf(event.found())))
                .toList();
    }

    /** How far the journals of its runs have come, as it told of this kind. */
    Map<String, Long> versions(CrashEvent.Kind kind) {
        return heard.stream()
                .filter(event -> event.kind() == kind)
                .collect(Collectors.toMap(
                        CrashEvent::text, event -> Long.valueOf(event.found().getFirst())));
    }

    /** How its only run ended. */
    CrashReport report() throws IOException {
        return reports().values().iterator().next();
    }

    int appends() {
        return heard.stream()
                .filter(event -> event.kind() == CrashEvent.Kind.APPENDS)
                .mapToInt(event -> Integer.parseInt(event.text()))
                .findFirst()
                .orElseThrow();
    }

    /** What it said of a kind. */
    List<String> heard(CrashEvent.Kind kind) {
        return heard.stream()
                .filter(event -> event.kind() == kind)
                .map(CrashEvent::text)
                .toList();
    }

    /** Has it go on from where it waits. */
    void go() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Sends it a signal. */
    void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " ended with " + exit);
        }
    }

    private String errors() throws IOException {
        String text = Files.readString(errors);
        return "\n" + text.substring(Math.max(0, text.length() - 4_000));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
