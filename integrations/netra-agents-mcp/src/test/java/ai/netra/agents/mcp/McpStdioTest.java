package ai.netra.agents.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.TypeRef;
import ai.netra.agents.tools.json.JsonCodec;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's child processes, which our own server runs in. */
@Timeout(120)
class McpStdioTest {
    private static McpToolClient connect(String mode) throws InterruptedException {
        return McpToolClient.builder("child", StdioChild.endpoint(mode)).connect();
    }

    private static McpTool tool(McpToolClient client, String name) throws InterruptedException {
        return client.tools(name).getFirst();
    }

    private static List<Long> pids(McpToolClient client) throws InterruptedException {
        // a list has no form of its own in the protocol, so it comes as JSON text
        String json = Calls.call(tool(client, "pids")).as(String.class);
        return JsonCodec.standard().decode(json, new TypeRef<List<Long>>() {});
    }

    private static void assertGone(long pid) throws Exception {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isPresent() && process.get().isAlive()) {
            process.get().onExit().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void the_child_sees_no_more_of_the_environment_than_it_is_given() throws Exception {
        McpStdio endpoint = StdioChild.endpoint("serve").environment("OF_THE_HOST", "yes");
        try (McpToolClient client = McpToolClient.builder("child", endpoint).connect()) {
            assertThat(Calls.call(tool(client, "environment"))
                            .value()
                            .orElseThrow()
                            .toString())
                    .contains("OF_THE_HOST", "PATH")
                    .doesNotContain("HOME", "USER");
            assertThat(Calls.call(tool(client, "user")).value()).contains("u1");
            assertThat(endpoint.toString()).doesNotContain("yes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "stubborn"})
    void closing_leaves_neither_the_child_nor_what_it_started(String mode) throws Exception {
        McpToolClient client = connect(mode);
        List<Long> pids = pids(client);
        client.close();

        assertThat(pids).hasSize(2);
        for (long pid : pids) {
            assertGone(pid);
        }
    }

    @Test
    void the_child_does_not_outlive_the_jvm() throws Exception {
        Process host = StdioChild.java(LeavingHost.class, "").process().start();
        String pids = new String(host.getInputStream().readAllBytes(), UTF_8);

        for (long pid : JsonCodec.standard().decode(pids, new TypeRef<List<Long>>() {})) {
            assertGone(pid);
        }
        assertThat(host.waitFor()).isZero();
    }

    @Test
    void a_child_that_dies_fails_its_calls_and_the_next_call_starts_another() throws Exception {
        try (McpToolClient client = connect("serve")) {
            McpTool die = tool(client, "die");
            McpTool user = tool(client, "user");

            assertThatThrownBy(() -> Calls.call(die))
                    .isInstanceOf(McpException.Unavailable.class)
                    .hasMessage("MCP server 'child' ended with exit code 3");
            assertThat(Calls.call(user).value()).contains("u1");
        }
    }

    @Test
    void lines_that_are_no_messages_are_passed_over() throws Exception {
        try (McpToolClient client = connect("banner")) {
            assertThat(Calls.call(tool(client, "user")).value()).contains("u1");
        }
    }

    @Test
    void a_message_that_is_too_long_ends_the_child() {
        McpToolClient.Builder builder =
                McpToolClient.builder("child", StdioChild.endpoint("flood")).maxMessageBytes(10_000);

        assertThatThrownBy(builder::connect)
                .isInstanceOf(McpException.InvalidAnswer.class)
                .hasMessageContaining("more than 10000 bytes");
    }

    @Test
    void a_program_that_is_not_there_is_unavailable() {
        McpToolClient.Builder builder = McpToolClient.builder("none", McpStdio.of("no-such-program-of-ours"));

        assertThatThrownBy(builder::connect)
                .isInstanceOf(McpException.Unavailable.class)
                .hasMessageContaining("'none' could not be started")
                .hasMessageContaining("no-such-program-of-ours");
    }

    @Test
    void a_program_that_says_nothing_times_out_and_is_not_left() {
        McpToolClient.Builder builder = McpToolClient.builder("silent", McpStdio.of("sleep", "600"))
                .connectTimeout(java.time.Duration.ofMillis(200));

        assertThatThrownBy(builder::connect).isInstanceOf(McpException.TimedOut.class);
        assertThat(ProcessHandle.current().children())
                .noneMatch(child -> child.info().commandLine().orElse("").contains("sleep 600"));
    }

    @Test
    void a_blank_program_is_refused() {
        assertThatThrownBy(() -> McpStdio.of(" ")).isInstanceOf(InvalidDefinitionException.class);
    }
}
