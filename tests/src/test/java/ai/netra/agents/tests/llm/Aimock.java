package ai.netra.agents.tests.llm;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.netra.agents.tests.npm.NpmPackage;
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
    private static final NpmPackage AIMOCK = new NpmPackage("@copilotkit/aimock", "1.43.0");
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
        Path program = AIMOCK.file("dist/cli.js");
        Path file = Files.createTempDirectory(AIMOCK.home(), "fixtures").resolve("fixtures.json");
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
        throw new AssertionError(AIMOCK + " did not start:\n" + said);
    }

    String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
