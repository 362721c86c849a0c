package ai.netra.agents.mcp;

/** Where an MCP server is, and how it is reached: as a child process, or over HTTP. Immutable; each server that is connected to has a link of its own. */
public abstract sealed class McpEndpoint permits McpStdio, McpHttp {
    McpEndpoint() {}

    /** A link to it, not opened yet. */
    abstract McpLink link(McpLink.LinkSettings settings);
}
