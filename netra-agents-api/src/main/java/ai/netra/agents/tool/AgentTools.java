package ai.netra.agents.tool;

import java.util.List;

/** The tools granted to one agent, as it may call them. Not for implementation, though tests may mock it. */
public interface AgentTools {
    /** The specifications of the granted tools, in the order of registration. */
    List<ToolSpec> specs();

    /** Whether a tool of this name is granted. */
    default boolean has(String tool) {
        return specs().stream().anyMatch(spec -> spec.name().equals(tool));
    }

    /**
     * Calls a tool with a record, or a map, that has the form of its arguments.
     *
     * @return the result; whatever goes wrong is an error in it
     * @throws InterruptedException if the run was cancelled or the activation's deadline passed, meanwhile or before: then nothing is called
     */
    ToolResult call(String tool, Object arguments) throws InterruptedException;

    /**
     * Calls a tool with arguments as a model wrote them.
     *
     * @return the result; whatever goes wrong is an error in it
     * @throws InterruptedException if the run was cancelled or the activation's deadline passed, meanwhile or before: then nothing is called
     */
    ToolResult callJson(String tool, String argumentsJson) throws InterruptedException;
}
