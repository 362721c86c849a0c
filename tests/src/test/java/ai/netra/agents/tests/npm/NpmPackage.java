package ai.netra.agents.tests.npm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** The path of a file in the package. */
    public Path file(String path) throws IOException, InterruptedException {
        assumeTrue(runs("node", "--version"), "no node on the path, so nothing was tested against " + name);
        assumeTrue(runs("npm", "--version"), "no npm on the path, so nothing was tested against " + name);
        Path home = home();
        Path file = home.resolve("node_modules").resolve(name).resolve(path).toAbsolutePath();
        if (!Files.exists(file)) {
            Files.createDirectories(home);
            assumeTrue(
                    runs(
                            "npm",
                            "install",
                            "--prefix",
                            home.toString(),
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund",
                            name + "@" + version),
                    "npm could not install " + name + "@" + version + ", so nothing was tested against it");
        }
        return file;
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
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notFound) {
            return false;
        }
    }
}
