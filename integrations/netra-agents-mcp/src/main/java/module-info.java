/** Tools of MCP servers as tools of agents, and tools and agents served over MCP. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"
}) // the SDK and Reactor declare no more than their modules' names
module ai.netra.agents.mcp {
    requires static transitive org.jspecify;
    requires static transitive jakarta.servlet; // where the host has a container
    requires transitive ai.netra.agents;
    requires transitive ai.netra.agents.tools;
    requires transitive java.net.http;
    requires ai.netra.agents.core;
    requires io.modelcontextprotocol.sdk.mcp.core;
    requires io.modelcontextprotocol.sdk.mcp.json.jackson3;
    requires org.slf4j;
    requires reactor.core;
    requires tools.jackson.databind;

    exports ai.netra.agents.mcp;
}
