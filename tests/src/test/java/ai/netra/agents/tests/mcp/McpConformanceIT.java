package ai.netra.agents.tests.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.netra.agents.tests.npm.NpmPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our server and client under npm's {@code @modelcontextprotocol/conformance}, a scenario a test. The table in {@code docs/mcp.md} is what is here, with the scenarios
 * that do not apply and why.
 */
@Timeout(120)
final class McpConformanceIT {
    private static final NpmPackage SUITE = new NpmPackage("@modelcontextprotocol/conformance", "0.1.16");
    private static final String NODE_VERSION = "22.23.3";
    private static final Pattern FAILED = Pattern.compile("(\\d+) failed");
    private static final Pattern PASSED = Pattern.compile("Passed: (\\d+)/(\\d+)");
    private static final long PATIENCE_SECONDS = 90;

    private static ConformanceServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new ConformanceServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server-initialize",
                "ping",
                "tools-list",
                "tools-call-simple-text",
                "tools-call-image",
                "tools-call-error",
                "tools-call-with-progress",
                "json-schema-2020-12",
                "server-sse-multiple-streams",
                "dns-rebinding-protection"
            })
    void our_server_passes(String scenario) throws Exception {
        assertPassed(suite("server", "--url", server.uri().toString(), "--scenario", scenario));
    }

    @ParameterizedTest
    @ValueSource(strings = {"initialize", "tools_call", "sse-retry"})
    void our_client_passes(String scenario) throws Exception {
        Path classPath = Path.of("target", "conformance-client.args").toAbsolutePath();
        Files.createDirectories(classPath.getParent());
        Files.writeString(
                classPath, "-cp \"" + System.getProperty("java.class.path").replace("\\", "\\\\") + "\"\n");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertPassed(suite(
                "client",
                "--command",
                java + " @" + classPath + " " + ConformanceClient.class.getName(),
                "--scenario",
                scenario));
    }

    private static void assertPassed(String said) {
        Matcher passed = PASSED.matcher(said);
        assertThat(passed.find()).as(said).isTrue();
        assertThat(passed.group(1)).as(said).isEqualTo(passed.group(2)).isNotEqualTo("0");
        Matcher failed = FAILED.matcher(said);
        assertThat(failed.find()).as(said).isTrue();
        assertThat(failed.group(1)).as(said).isEqualTo("0");
    }

    private static String suite(String... arguments) throws IOException, InterruptedException {
        Path program = SUITE.file("dist/index.js");
        List<String> command = new ArrayList<>(List.of(node(), program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The suite needs node 22; where the path's is older, one is installed like the suite itself. */
    private static String node() throws IOException, InterruptedException {
        Process asked = new ProcessBuilder("node", "--version")
                .redirectErrorStream(true)
                .start();
        String version = new String(asked.getInputStream().readAllBytes(), UTF_8).strip();
        asked.waitFor();
        if (Integer.parseInt(version.replaceFirst("v(\\d+).*", "$1")) >= 22) {
            return "node";
        }
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        assumeTrue(
                system.startsWith("linux") || system.startsWith("mac"),
                "node is older than 22, which the conformance suite needs, so nothing was tested against it");
        return new NpmPackage("node-" + (system.startsWith("mac") ? "darwin" : "linux") + "-" + machine, NODE_VERSION)
                .file("bin/node")
                .toString();
    }
}
