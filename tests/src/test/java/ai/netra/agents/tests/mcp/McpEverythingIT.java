package ai.netra.agents.tests.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.netra.agents.RunStatus;
import ai.netra.agents.mcp.McpEndpoint;
import ai.netra.agents.mcp.McpException;
import ai.netra.agents.mcp.McpHttp;
import ai.netra.agents.mcp.McpProgress;
import ai.netra.agents.mcp.McpStdio;
import ai.netra.agents.mcp.McpTool;
import ai.netra.agents.mcp.McpToolChanges;
import ai.netra.agents.mcp.McpToolClient;
import ai.netra.agents.mcp.ServerHints;
import ai.netra.agents.tests.npm.NpmPackage;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The client of tools against npm's {@code @modelcontextprotocol/server-everything}, over both transports. */
@Timeout(120)
final class McpEverythingIT {
    private static final NpmPackage EVERYTHING = new NpmPackage("@modelcontextprotocol/server-everything", "2026.8.31");

    /** The ways to reach it. */
    private enum Way {
        STDIO,
        HTTP
    }

    /** A server that is reached in a way; over HTTP it is a process of ours. */
    private static final class Everything implements AutoCloseable {
        private final Process process;
        private final McpEndpoint endpoint;

        private Everything(Process process, McpEndpoint endpoint) {
            this.process = process;
            this.endpoint = endpoint;
        }

        static Everything start(Way way) throws IOException, InterruptedException {
            Path program = EVERYTHING.file("dist/index.js");
            if (way == Way.STDIO) {
                return new Everything(null, McpStdio.of("node", program.toString()));
            }
            int port = freePort();
            ProcessBuilder builder = new ProcessBuilder("node", program.toString(), "streamableHttp");
            builder.environment().put("PORT", Integer.toString(port));
            Process process = builder.redirectErrorStream(true).start();
            BufferedReader out = process.inputReader(UTF_8);
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.contains("listening")) {
                    Thread.ofVirtual().start(() -> out.lines().forEach(ignored -> {}));
                    return new Everything(process, McpHttp.of(URI.create("http://127.0.0.1:" + port + "/mcp")));
                }
            }
            throw new AssertionError("the server did not start");
        }

        private static int freePort() throws IOException {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            }
        }

        McpToolClient.Builder client() {
            return McpToolClient.builder("everything", endpoint);
        }

        @Override
        public void close() {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void calls_tools_that_answer_with_text(Way way) throws Exception {
        try (Everything server = Everything.start(way);
                McpToolClient client = server.client().prefix("ev_").connect()) {
            List<McpTool> tools = client.tools("echo", "get-sum");

            assertThat(McpTools.call(tools, "ev_echo", Map.of("message", "hello, 你好 😀"))
                            .value())
                    .contains("Echo: hello, 你好 😀");
            assertThat(McpTools.call(tools, "ev_get-sum", Map.of("a", 2, "b", 40))
                            .value())
                    .contains("The sum of 2 and 40 is 42.");
            ToolResult wrong = McpTools.call(tools, "ev_get-sum", Map.of("a", "two", "b", 40));
            assertThat(wrong.error())
                    .hasValueSatisfying(error -> assertThat(error.kind()).isEqualTo(ToolErrorKind.INVALID_ARGUMENTS));
            assertThat(tools)
                    .allSatisfy(tool -> assertThat(tool.spec().effect()).isEqualTo(ToolEffect.ONCE));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void takes_every_tool_and_its_effect_where_the_server_is_trusted(Way way) throws Exception {
        try (Everything server = Everything.start(way);
                McpToolClient client =
                        server.client().hints(ServerHints.TRUSTED).connect()) {
            List<McpTool> tools = client.tools();

            assertThat(tools).hasSizeGreaterThanOrEqualTo(12);
            assertThat(tools)
                    .filteredOn(tool -> tool.remoteName().equals("echo"))
                    .singleElement()
                    .satisfies(tool -> assertThat(tool.spec().effect()).isEqualTo(ToolEffect.READ));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void reads_structured_content_as_a_map(Way way) throws Exception {
        try (Everything server = Everything.start(way);
                McpToolClient client = server.client().connect()) {
            ToolResult result = McpTools.call(
                    client.tools("get-structured-content"), "get-structured-content", Map.of("location", "Chicago"));

            assertThat(result.value())
                    .contains(Map.of("temperature", 36L, "conditions", "Light rain / drizzle", "humidity", 82L));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void leaves_an_image_out_and_says_so_or_takes_it_where_the_host_wants_it(Way way) throws Exception {
        try (Everything server = Everything.start(way);
                McpToolClient without = server.client().connect();
                McpToolClient with = server.client().maxMediaChars(100_000).connect()) {
            ToolResult left = McpTools.call(without.tools("get-tiny-image"), "get-tiny-image", Map.of());
            ToolResult taken = McpTools.call(with.tools("get-tiny-image"), "get-tiny-image", Map.of());

            assertThat(left.value().orElseThrow().toString())
                    .contains("type=image", "mime_type=image/png", "left_out=")
                    .doesNotContain("base64=");
            assertThat(taken.value().orElseThrow().toString())
                    .contains("base64=iVBORw0KGgo")
                    .doesNotContain("left_out=");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void reads_an_embedded_resource_and_links(Way way) throws Exception {
        try (Everything server = Everything.start(way);
                McpToolClient client = server.client().connect()) {
            List<McpTool> tools = client.tools("get-resource-reference", "get-resource-links");

            assertThat(McpTools.call(tools, "get-resource-reference", Map.of("resourceType", "Text", "resourceId", 1))
                            .value()
                            .orElseThrow()
                            .toString())
                    .contains("type=resource", "uri=", "text=");
            assertThat(McpTools.call(tools, "get-resource-links", Map.of("count", 2))
                            .value()
                            .orElseThrow()
                            .toString())
                    .contains("type=resource_link");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void tells_the_host_of_progress(Way way) throws Exception {
        List<McpProgress> told = new CopyOnWriteArrayList<>();
        try (Everything server = Everything.start(way);
                McpToolClient client = server.client().onProgress(told::add).connect()) {
            ToolResult result = McpTools.call(
                    client.tools("trigger-long-running-operation"),
                    "trigger-long-running-operation",
                    Map.of("duration", 0.3, "steps", 3));

            assertThat(result.success()).isTrue();
            assertThat(told).extracting(McpProgress::progress).containsExactly(1.0, 2.0, 3.0);
            assertThat(told).allSatisfy(progress -> {
                assertThat(progress.total()).hasValue(3);
                assertThat(progress.agent()).isEqualTo("caller");
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_cancelled_run_does_not_wait_for_the_server_which_goes_on_to_serve(Way way) throws Exception {
        List<McpProgress> told = new CopyOnWriteArrayList<>();
        try (Everything server = Everything.start(way);
                McpToolClient client = server.client().onProgress(told::add).connect()) {
            List<McpTool> tools = client.tools("trigger-long-running-operation", "echo");
            McpTools.calling(tools, "trigger-long-running-operation", Map.of("duration", 60, "steps", 600), run -> {
                await().until(() -> !told.isEmpty());
                run.cancel("enough");
                assertThat(run.result(Duration.ofSeconds(5)))
                        .hasValueSatisfying(
                                result -> assertThat(result.status()).isEqualTo(RunStatus.CANCELLED));
            });

            assertThat(McpTools.call(tools, "echo", Map.of("message", "still there"))
                            .success())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_call_that_takes_too_long_times_out(Way way) throws Exception {
        try (Everything server = Everything.start(way);
                McpToolClient client =
                        server.client().callTimeout(Duration.ofMillis(300)).connect()) {
            ToolResult result = McpTools.call(
                    client.tools("trigger-long-running-operation"),
                    "trigger-long-running-operation",
                    Map.of("duration", 60, "steps", 2));

            assertThat(result.error())
                    .hasValueSatisfying(
                            error -> assertThat(error.message()).contains("TimedOut", "everything", "in time"));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void hears_of_tools_that_are_registered_after_the_session_began(Way way) throws Exception {
        List<McpToolChanges> changes = new CopyOnWriteArrayList<>();
        try (Everything server = Everything.start(way);
                McpToolClient client =
                        server.client().onToolsChanged(changes::add).connect()) {
            // the server registers a tool once it has seen what the client can do: before or after the client has
            // listed
            await().untilAsserted(() ->
                    assertThat(client.tools()).extracting(McpTool::remoteName).contains("simulate-research-query"));

            assertThat(changes)
                    .allSatisfy(change -> assertThat(change.removed()).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void says_which_tool_there_is_not(Way way) throws Exception {
        try (Everything server = Everything.start(way);
                McpToolClient client = server.client().connect()) {
            assertThatThrownBy(() -> client.tools("ecco")).hasMessageContaining("did you mean 'echo'");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void a_client_that_is_closed_says_so(Way way) throws Exception {
        try (Everything server = Everything.start(way)) {
            McpToolClient client = server.client().connect();
            client.close();

            assertThatThrownBy(client::tools)
                    .isInstanceOf(McpException.Unavailable.class)
                    .hasMessageContaining("closed");
        }
    }
}
