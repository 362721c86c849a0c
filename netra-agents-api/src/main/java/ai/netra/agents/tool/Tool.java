package ai.netra.agents.tool;

import java.util.Optional;

/**
 * A function that agents, and models on their behalf, may call where it is granted to them. Implement me, or make one from a lambda with the tools
 * module.
 *
 * <p>Thread-safe; one instance serves every user at once. Arguments have been checked against the schema when they arrive; they are still written by
 * a model, and not to be trusted with more than the {@link ToolContext#user()} may do.
 */
public interface Tool {
    /** Name, description and schema. The same on every call. */
    ToolSpec spec();

    /**
     * Says what the schema cannot: that an end comes after its start, say. By default there is nothing to say.
     *
     * @return what is wrong and what is expected, or empty if nothing is
     */
    default Optional<String> validate(ToolArguments arguments) {
        return Optional.empty();
    }

    /**
     * Does the work. May block; stops on interrupt.
     *
     * @return the result, or a failure that the model can act on
     * @throws Exception anything else; it becomes a failure of kind {@link ToolErrorKind#EXECUTION_FAILED}
     */
    ToolResult execute(ToolArguments arguments, ToolContext context) throws Exception;
}
