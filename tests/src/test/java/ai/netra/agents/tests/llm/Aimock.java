package ai.netra.agents.tests.llm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server of models' formats by somebody else: npm's {@code @copilotkit/aimock}, in the version pinned here, installed under {@code target/} on first use.
 */
final class Aimock implements AutoCloseable {
    private static final String PACKAGE = "@copilotkit/aimock";
    private static final String VERSION = "1.43.0";
    private static final Path HOME = Path.of("target", "aimock");
    private static final Pattern LISTENING = Pattern.compile("listening on (http://127\\.0\\.0\\.1:\\d+)");
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final String url;

    private Aimock(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Starts one that says what its fixtures say; skips the test where there is no node or npm, or npm reaches no registry. */
    static Aimock start(String fixtures, String... options) throws IOException, InterruptedException {
        assumeTrue(runs("node", "--version"), "no node on the path, so nothing was tested against " + PACKAGE);
        assumeTrue(runs("npm", "--version"), "no npm on the path, so nothing was tested against " + PACKAGE);
        Path program = HOME.resolve("node_modules").resolve(PACKAGE).resolve("dist/cli.js");
        if (!Files.exists(program)) {
            Files.createDirectories(HOME);
            assumeTrue(
                    runs(
                            "npm",
                            "install",
                            "--prefix",
                            HOME.toString(),
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund",
                            PACKAGE + "@" + VERSION),
                    "npm could not install " + PACKAGE + "@" + VERSION + ", so nothing was tested against it");
        }
        Path file = Files.createTempDirectory(HOME, "fixtures").resolve("fixtures.json");
        Files.writeString(file, fixtures);
        List<String> command = new ArrayList<>(
                List.of("node", program.toString(), "-p", "0", "-f", file.toString(), "--strict", "-c", "7"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        return new Aimock(process, url(process));
    }

    private static String url(Process process) throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader out = process.inputReader(UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher matcher = LISTENING.matcher(line);
            if (matcher.find()) {
                Thread.ofVirtual().start(() -> out.lines().forEach(ignored -> {})); // or it stops when the pipe is full
                return matcher.group(1);
            }
            said.append(line).append('\n');
        }
        throw new AssertionError(PACKAGE + " did not start:\n" + said);
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notFound) {
            return false;
        }
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
