package ai.netra.agents.tool;

import java.util.ArrayList;
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

    /**
     * Makes the calls that a model asked for in one answer: those of tools that are {@link ToolSpec#concurrent} beside each other, the others one after the
     * other.
     *
     * @return a result for each, in the order of the requests; whatever goes wrong is an error in it
     * @throws InterruptedException if the run was cancelled or the activation's deadline passed, meanwhile or before: then no more is called
     */
    default List<ToolResult> callAll(List<ToolRequest> requests) throws InterruptedException {
        List<ToolResult> results = new ArrayList<>(requests.size());
        for (ToolRequest request : requests) {
            results.add(callJson(request.tool(), request.argumentsJson()));
        }
        return List.copyOf(results);
    }
}
