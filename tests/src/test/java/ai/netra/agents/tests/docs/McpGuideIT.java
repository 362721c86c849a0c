package ai.netra.agents.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.core.orchestrator.SequentialOrchestrator;
import ai.netra.agents.mcp.McpEndpoint;
import ai.netra.agents.mcp.McpHttp;
import ai.netra.agents.mcp.McpStdio;
import ai.netra.agents.mcp.McpToolClient;
import ai.netra.agents.mcp.McpToolServer;
import ai.netra.agents.mcp.ServerHints;
import ai.netra.agents.tests.npm.NpmPackage;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.ToolRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of docs/mcp.md, compiled and run; those that need a server need node. */
final class McpGuideIT {
    private static final AgentKey<String> ANSWER = AgentKey.of("answer", String.class);
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    /** What an example gets keys from. */
    interface Vault {
        String read(String name);
    }

    /** A tool's arguments. */
    record City(String city) {}

    private static McpEndpoint everything() throws IOException, InterruptedException {
        Path program = new NpmPackage("@modelcontextprotocol/server-everything", "2026.8.31").file("dist/index.js");
        return McpStdio.of("node", program.toString());
    }

    @Test
    void the_example_of_a_client_runs() throws Exception {
        McpEndpoint filesServer = everything();
        Agent<String> agent = Agent.of(
                ANSWER,
                (input, context) -> context.tools()
                        .call("files_get-sum", Map.of("a", 2, "b", 3))
                        .as(String.class));
        String answer;
        try (McpToolClient files =
                McpToolClient.builder("files", filesServer).prefix("files_").connect()) {
            ToolRegistry.Builder registry = ToolRegistry.builder();
            files.tools("echo", "get-sum").forEach(registry::register);
            LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                    .tools(registry.build())
                    .grant(ANSWER, "files_get-sum")
                    .register(agent)
                    .build();
            answer = runtime.run(agent, RunRequest.of("2 and 3")).orThrow();
            runtime.close();
        }

        assertThat(answer).isEqualTo("The sum of 2 and 3 is 5.");
    }

    @Test
    void the_examples_of_endpoints_build() {
        Vault vault = name -> "s3cret";
        McpEndpoint child = McpStdio.of("npx", "-y", "@modelcontextprotocol/server-filesystem@2026.8.31", "/srv/docs")
                .inherit("HOME");
        McpEndpoint remote = McpHttp.of(URI.create("https://tools.example.com/mcp"))
                .header("Authorization", () -> "Bearer " + vault.read("tools"));

        assertThat(child + " " + remote)
                .isEqualTo("McpStdio[npx with 3 arguments] McpHttp[https://tools.example.com/mcp]");
    }

    @Test
    void the_example_of_listeners_runs() throws Exception {
        McpEndpoint server = everything();
        List<String> told = new CopyOnWriteArrayList<>();
        McpToolClient watched = McpToolClient.builder("everything", server)
                .onToolsChanged(
                        changes -> told.add(changes.added() + " " + changes.changed() + " " + changes.removed()))
                .onProgress(progress -> told.add(progress.tool() + " " + progress.progress()))
                .hints(ServerHints.IGNORED)
                .connect();
        watched.close();

        assertThat(told).isSubsetOf("[simulate-research-query] [] []"); // depends on which of the two is first
    }

    @Test
    void the_example_of_a_server_builds() {
        ToolRegistry tools = ToolRegistry.of(
                FunctionTool.of("population", "How many live there.", City.class, (city, context) -> 1));
        var flow = SequentialOrchestrator.of(AgentKey.of("flow", String.class))
                .endingIn(Agent.of(ANSWER, (input, context) -> input.message()));
        try (LocalAgentRuntime runtime =
                LocalAgentRuntime.builder().register(flow).build()) {
            ToolDispatcher dispatcher =
                    ToolDispatcher.builder(tools).grant("mcp", "population").build();
            McpToolServer server = McpToolServer.builder("acme-tools", "1.0")
                    .tools(dispatcher, "mcp")
                    .agent(runtime, flow)
                    .build();
            HttpServlet servlet = server.servlet("/mcp", request -> signedIn(request), List.of("localhost:*"));

            assertThat(servlet).isNotNull();
            server.close();
        }
    }

    private static Optional<UserId> signedIn(HttpServletRequest request) {
        return Optional.ofNullable(request.getRemoteUser()).map(UserId::of);
    }

    @Test
    void the_page_shows_what_is_tested_here() throws IOException {
        String tested = packed(Files.readString(Path.of("src/test/java/ai/netra/agents/tests/docs/McpGuideIT.java")));
        List<String> shown = BLOCK.matcher(Files.readString(Path.of("../docs/mcp.md")))
                .results()
                .map(match -> packed(match.group(1)))
                .toList();

        assertThat(shown).hasSize(4).allSatisfy(block -> assertThat(tested).contains(block));
    }

    private static String packed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
