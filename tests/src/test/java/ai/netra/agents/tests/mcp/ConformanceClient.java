package ai.netra.agents.tests.mcp;

import ai.netra.agents.mcp.McpHttp;
import ai.netra.agents.mcp.McpTool;
import ai.netra.agents.mcp.McpToolClient;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** What the conformance suite starts to look at a client: connects to the server at the last argument, lists its tools, and calls each. */
final class ConformanceClient {
    private ConformanceClient() {}

    public static void main(String[] arguments) throws Exception {
        URI server = URI.create(arguments[arguments.length - 1]);
        try (McpToolClient client =
                McpToolClient.builder("conformance", McpHttp.of(server)).connect()) {
            List<McpTool> tools = client.tools();
            for (McpTool tool : tools) {
                Map<String, Object> given = tool.remoteName().equals("add_numbers") ? Map.of("a", 5, "b", 3) : Map.of();
                System.out.println(tool.remoteName() + ": "
                        + McpTools.call(tools, tool.spec().name(), given));
            }
        }
    }
}
