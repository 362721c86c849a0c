/**
 * The Model Context Protocol, on its official SDK: {@link ai.netra.agents.mcp.McpToolClient} has the tools of a server as our tools, and
 * {@link ai.netra.agents.mcp.McpToolServer} serves our tools and agents. What either transports is here too; what a tool may do is not.
 */
@NullMarked
package ai.netra.agents.mcp;

import org.jspecify.annotations.NullMarked;
