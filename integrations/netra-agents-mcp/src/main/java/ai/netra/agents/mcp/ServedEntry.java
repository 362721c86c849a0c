package ai.netra.agents.mcp;

import io.modelcontextprotocol.spec.McpSchema;

/** Something that is served as a tool. */
sealed interface ServedEntry permits ServedTool, ServedAgent {
    /** What clients are told of it. */
    McpSchema.Tool definition();

    /**
     * Calls it.
     *
     * @return what the client is to know; also of a failure
     * @throws InterruptedException if the client cancelled the call
     */
    McpSchema.CallToolResult call(ServedCall call) throws InterruptedException;
}
