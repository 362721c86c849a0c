package ai.netra.agents.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import ai.netra.agents.Agent;
import ai.netra.agents.AgentKey;
import ai.netra.agents.RunRequest;
import ai.netra.agents.UserId;
import ai.netra.agents.core.LocalAgentRuntime;
import ai.netra.agents.httptools.Egress;
import ai.netra.agents.httptools.HttpTool;
import ai.netra.agents.httptools.OpenApiTools;
import ai.netra.agents.tool.AgentTool;
import ai.netra.agents.tool.Argument;
import ai.netra.agents.tool.Description;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolLabel;
import ai.netra.agents.tool.ToolPolicy;
import ai.netra.agents.tools.AnnotatedTools;
import ai.netra.agents.tools.FileToolAudit;
import ai.netra.agents.tools.FunctionTool;
import ai.netra.agents.tools.ToolRegistry;
import ai.netra.agents.tools.ToolRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/tools.md, compiled and run. */
final class ToolsGuideTest {
    enum Unit {
        CELSIUS,
        KELVIN
    }

    record Route(
            @Description("in English") String from,
            @Description("in English") String to) {}

    record Args(String city) {}

    record Refund(String order, int cents) {}

    record Query(String words) {}

    static final class Forecasts {
        @AgentTool(value = "The weather in a city", effect = ToolEffect.READ, timeout = "PT5S")
        String weather(
                @Argument("city") @Description("in English") String city,
                @Argument("days") Optional<Integer> days,
                @Argument(value = "unit", byDefault = "celsius") Unit unit,
                ToolContext context) {
            return "sunny in " + city + ", " + days.orElse(1) + " days, in " + unit + ", for " + context.user();
        }
    }

    @Test
    void the_examples_of_functions_and_methods_run() {
        Tool route = FunctionTool.of(
                        "get_route",
                        "The way from one city to another",
                        Route.class,
                        (way, call) -> way.from() + way.to())
                .effect(ToolEffect.READ);
        ToolRegistry tools = ToolRegistry.builder()
                .registerAll(AnnotatedTools.of(new Forecasts()))
                .register(route)
                .build();
        Agent<String> agent = Agent.of(
                AgentKey.of("asks", String.class),
                (input, context) ->
                        context.tools().call("weather", Map.of("city", "Rome")).as(String.class));
        try (LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                .tools(tools)
                .grant(agent.key(), "weather", "get_route")
                .register(agent)
                .build()) {
            assertThat(runtime.run(agent, RunRequest.of("?").user("ann")).orThrow())
                    .isEqualTo("sunny in Rome, 1 days, in CELSIUS, for ann");
        }
    }

    @Test
    void the_examples_of_http_tools_build() {
        Egress egress = Egress.builder()
                .allow("https://api.example.com")
                .allow("http://billing.internal:8080", "10.20.0.0/16")
                .build();
        Tool weather = HttpTool.builder(egress, "get_forecast", "The weather in a city", Args.class)
                .get("https://api.example.com/v1/cities/{city}/weather")
                .secretHeader("authorization", () -> "Bearer token")
                .build();
        String document = """
            {"openapi":"3.1.0","info":{"title":"Pets","version":"1"},"paths":{"/pets":{"get":{"operationId":"listPets","responses":{}}}}}\
            """;
        List<Tool> pets = OpenApiTools.builder(egress, document)
                .only("listPets")
                .server("https://api.example.com/pets")
                .each(tool -> tool.maxResponseBytes(64 << 10))
                .build();

        assertThat(weather.spec().labels()).containsExactly(ToolLabel.UNTRUSTED);
        assertThat(pets).extracting(tool -> tool.spec().name()).containsExactly("listPets");
    }

    @Test
    void the_example_of_a_policy_runs(@TempDir Path directory) throws Exception {
        UserId boss = UserId.of("boss");
        Agent<String> agent = Agent.of(
                AgentKey.of("asks", String.class),
                (input, context) -> context.tools()
                        .call("refund", new Refund("1", 60_000))
                        .error()
                        .orElseThrow()
                        .message());
        ToolRegistry registry = ToolRegistry.of(
                FunctionTool.of("refund", "Refunds", Refund.class, (refund, call) -> "done"),
                FunctionTool.of("search", "Searches", Query.class, (query, call) -> "nothing"));
        ToolPolicy policy = ToolRules.builder()
                .allowOnly("refund", Refund.class, (refund, call) -> refund.cents() <= 50_000, "no refunds over 500")
                .ask(
                        "refund",
                        call -> call.arguments().as(Refund.class).cents() > 10_000,
                        ToolApproval.validFor(Duration.ofHours(4)).by(boss),
                        "over 100")
                .rate("search", 10, Duration.ofMinutes(1))
                .quota("refund", 3, Duration.ofDays(1))
                .build();
        Path log = directory.resolve("tools.jsonl");
        try (FileToolAudit audit = FileToolAudit.open(log);
                LocalAgentRuntime runtime = LocalAgentRuntime.builder()
                        .tools(registry)
                        .grant(agent.key(), "refund", "search")
                        .toolPolicy(policy)
                        .toolAudit(audit)
                        .register(agent)
                        .build()) {
            assertThat(runtime.run(agent, RunRequest.of("?")).orThrow()).contains("no refunds over 500");
        }
        assertThat(Files.readAllLines(log)).singleElement().asString().contains("\"kind\":\"denied\"");
    }
}
