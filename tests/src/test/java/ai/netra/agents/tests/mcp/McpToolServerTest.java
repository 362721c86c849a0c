package ai.netra.agents.tests.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.RunStatus;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.event.AgentEvent;
import ai.netra.agents.mcp.McpException;
import ai.netra.agents.mcp.McpHttp;
import ai.netra.agents.mcp.McpProgress;
import ai.netra.agents.mcp.McpTool;
import ai.netra.agents.mcp.McpToolClient;
import ai.netra.agents.mcp.McpToolServer;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolVerdict;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolDispatcher;
import ai.netra.agents.tools.ToolRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tools and agents served over HTTP, to our own client and to none. */
@Timeout(60)
class McpToolServerTest {
    private static final AgentKey<Weather> FORECAST = AgentKey.of("forecast", Weather.class);
    private static final AgentKey<String> WAITING = AgentKey.of("waiting", String.class);
    private static final AgentKey<String> FAILING = AgentKey.of("failing", String.class);

    private final CountDownLatch began = new CountDownLatch(1);
    private final BlockingQueue<AgentEvent> ends = new LinkedBlockingQueue<>();
    private LocalAgentRuntime runtime;
    private McpToolServer server;
    private ServletServer http;

    /** An agent's output. */
    record Weather(String city, long degrees) {}

    /** A tool's arguments. */
    record City(String city) {}

    @BeforeEach
    void start() throws Exception {
        Agent<Weather> forecast = Agent.of(
                FORECAST,
                (input, context) -> new Weather(
                        input.message() + " of " + context.user(),
                        input.attributes().integer("degrees").orElse(0L)));
        Agent<String> waiting = Agent.of(WAITING, (input, context) -> {
            began.countDown();
            new CountDownLatch(1).await();
            return "";
        });
        Agent<String> failing = Agent.of(FAILING, (input, context) -> {
            throw new IOException("/etc/secret was not there");
        });
        runtime = LocalAgentRuntime.builder()
                .register(forecast)
                .register(waiting)
                .register(failing)
                .listener(event -> {
                    if (event instanceof AgentEvent.RunCancelled) {
                        ends.add(event);
                    }
                })
                .build();
        ToolRegistry tools = ToolRegistry.of(
                FunctionTool.of(
                        "population",
                        "How many live there.",
                        City.class,
                        (city, context) -> Map.of(
                                "city", city.city(), "for", context.user().value())),
                FunctionTool.of("hidden", "Is granted to nobody.", City.class, (city, context) -> "never"));
        server = McpToolServer.builder("weather", "1.0")
                .tools(ToolDispatcher.builder(tools).grant("mcp", "population").build(), "mcp")
                .agent(runtime, forecast)
                .agent(runtime, waiting)
                .agent(runtime, failing)
                .build();
        http = ServletServer.start(server.servlet(
                "/mcp",
                request -> Optional.ofNullable(request.getHeader("X-User")).map(UserId::of),
                List.of("127.0.0.1:*")));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        http.close();
        runtime.close();
    }

    private McpToolClient.Builder client(String user) {
        return McpToolClient.builder("weather", McpHttp.of(http.uri()).header("X-User", () -> user));
    }

    @Test
    void serves_what_is_granted_for_the_user_that_the_host_found() throws Exception {
        try (McpToolClient client = client("u7").connect()) {
            List<McpTool> tools = client.tools();

            assertThat(tools)
                    .extracting(McpTool::remoteName)
                    .containsExactly("population", "forecast", "waiting", "failing");
            assertThat(McpTools.call(tools, "population", new City("Oslo")).value())
                    .contains(Map.of("city", "Oslo", "for", "u7"));
        }
    }

    @Test
    void runs_an_agent_whose_output_is_structured_content() throws Exception {
        try (McpToolClient client = client("u7").connect()) {
            ToolResult result = McpTools.call(
                    client.tools("forecast"),
                    "forecast",
                    Map.of("message", "Oslo", "attributes", Map.of("degrees", 12)));

            assertThat(result.value()).contains(Map.of("city", "Oslo of u7", "degrees", 12L));
        }
    }

    @Test
    void tells_of_the_runs_events() throws Exception {
        BlockingQueue<McpProgress> told = new LinkedBlockingQueue<>();
        try (McpToolClient client = client("u7").onProgress(told::add).connect()) {
            McpTools.call(client.tools("forecast"), "forecast", Map.of("message", "Oslo"));

            assertThat(told)
                    .extracting(McpProgress::message)
                    .containsExactly(
                            "run_started forecast",
                            "agent_started forecast",
                            "agent_completed forecast",
                            "run_completed forecast");
        }
    }

    @Test
    void a_client_that_cancels_cancels_the_run() throws Exception {
        try (McpToolClient client = client("u7").connect()) {
            McpTools.calling(client.tools("waiting"), "waiting", Map.of("message", "go"), run -> {
                began.await();
                run.cancel("enough");
                assertThat(run.result().status()).isEqualTo(RunStatus.CANCELLED);
            });

            assertThat(((AgentEvent.RunCancelled) ends.take()).reason()).isEqualTo("cancelled by the client");
        }
    }

    @Test
    void a_client_that_leaves_cancels_its_runs() throws Exception {
        McpToolClient client = client("u7").connect();
        List<McpTool> tools = client.tools("waiting");
        McpTools.calling(tools, "waiting", Map.of("message", "go"), run -> {
            began.await();
            client.close();
            run.result();
        });

        assertThat(((AgentEvent.RunCancelled) ends.take()).reason()).isEqualTo("cancelled by the client");
    }

    @Test
    void what_failed_inside_stays_inside() throws Exception {
        try (McpToolClient client = client("u7").connect()) {
            ToolResult result = McpTools.call(client.tools("failing"), "failing", Map.of("message", "go"));

            assertThat(result.error())
                    .hasValueSatisfying(error -> assertThat(error.message())
                            .contains("failed: run ")
                            .doesNotContain("secret")
                            .doesNotContain("IOException"));
        }
    }

    @Test
    void nobody_is_let_in_whom_the_host_does_not_know() {
        McpToolClient.Builder stranger = McpToolClient.builder("weather", McpHttp.of(http.uri()));

        assertThatThrownBy(stranger::connect)
                .isInstanceOfSatisfying(
                        McpException.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(401));
    }

    @Test
    void a_session_is_its_beginners_alone() throws Exception {
        String initialize = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},
             "clientInfo":{"name":"raw","version":"1"}}}\
            """;
        String session = post("u1", Optional.empty(), initialize)
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
        String list = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}";

        assertThat(post("u1", Optional.of(session), list).body()).contains("population");
        assertThat(post("u2", Optional.of(session), list).statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> post(String user, Optional<String> session, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(http.uri())
                .header("X-User", user)
                .header("Accept", "application/json, text/event-stream")
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString(body));
        session.ifPresent(id -> request.header("Mcp-Session-Id", id));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    @Test
    void a_tool_that_wants_people_asked_is_not_served() {
        ToolRegistry registry =
                ToolRegistry.of(FunctionTool.of("delete_all", "Deletes all.", City.class, (city, context) -> "gone")
                        .approval(ToolApproval.validFor(Duration.ofMinutes(5))));
        ToolDispatcher dispatcher =
                ToolDispatcher.builder(registry).grant("mcp", "delete_all").build();

        assertThatThrownBy(() -> McpToolServer.builder("weather", "1.0").tools(dispatcher, "mcp"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("delete_all");
    }

    @Test
    void tools_whose_calls_a_policy_decides_of_are_not_served_past_it() {
        ToolRegistry registry = ToolRegistry.of(
                FunctionTool.of("forecast", "Tells the weather.", City.class, (city, context) -> "sun"));
        ToolDispatcher guarded = ToolDispatcher.builder(registry)
                .grant("mcp", "forecast")
                .policy(call -> ToolVerdict.deny("not from outside"))
                .build();

        assertThatThrownBy(() -> McpToolServer.builder("weather", "1.0").tools(guarded, "mcp"))
                .isInstanceOf(InvalidDefinitionException.class)
                .hasMessageContaining("'forecast' is guarded");
    }

    @Test
    void nothing_to_serve_and_no_host_are_refused() {
        assertThatThrownBy(() -> McpToolServer.builder("weather", "1.0").build())
                .isInstanceOf(InvalidDefinitionException.class);
        assertThatThrownBy(() -> server.servlet("/mcp", request -> Optional.empty(), List.of()))
                .isInstanceOf(InvalidDefinitionException.class);
    }
}
