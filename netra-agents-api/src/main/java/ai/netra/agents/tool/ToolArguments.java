package ai.netra.agents.tool;

/** The arguments of a tool call: a JSON object, checked against the tool's schema. Made by the tools module. Immutable. */
public interface ToolArguments {
    /**
     * The arguments as a record or other class.
     *
     * @throws ai.netra.agents.NetraException if they do not fit the class
     */
    <T> T as(Class<T> type);

    /** The arguments as JSON text. */
    String text();
}
