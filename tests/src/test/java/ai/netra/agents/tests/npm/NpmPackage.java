package ai.netra.agents.tests.npm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A package of npm's in a pinned version, installed under {@code target/} on first use. A test that needs one is skipped, and says so, where there is no node or npm,
 * or npm reaches no registry.
 *
 * @param name the package
 * @param version its version
 */
public record NpmPackage(String name, String version) {
    private static final long PATIENCE_SECONDS = 120;

    /** What could not be installed is not tried again for each test. */
    private static final Set<NpmPackage> MISSING = ConcurrentHashMap.newKeySet();

    /** The path of a file in the package. */
    public Path file(String path) throws IOException, InterruptedException {
        assumeTrue(runs("node", "--version"), "no node on the path, so nothing was tested against " + name);
        assumeTrue(runs("npm", "--version"), "no npm on the path, so nothing was tested against " + name);
        Path home = home();
        Path file = home.resolve("node_modules").resolve(name).resolve(path).toAbsolutePath();
        if (!Files.exists(file)) {
            Files.createDirectories(home);
            if (!MISSING.contains(this) && !installs(home)) {
                MISSING.add(this);
            }
            assumeTrue(
                    !MISSING.contains(this),
                    "npm could not install " + name + "@" + version + ", so nothing was tested against it");
        }
        return file;
    }

    private boolean installs(Path home) throws InterruptedException {
        return runs(
                "npm",
                "install",
                "--prefix",
                home.toString(),
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                name + "@" + version);
    }

    /** Where it is installed. */
    public Path home() {
        return Path.of("target", "npm", name.substring(name.lastIndexOf('/') + 1) + "-" + version);
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
            return ended && process.exitValue() == 0;
        } catch (IOException notFound) {
            return false;
        }
    }
}
