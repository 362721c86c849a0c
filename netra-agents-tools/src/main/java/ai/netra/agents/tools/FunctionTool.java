package ai.netra.agents.tools;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolApproval;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolEffect;
import ai.netra.agents.tool.ToolError;
import ai.netra.agents.tool.ToolErrorKind;
import ai.netra.agents.tool.ToolLabel;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A tool made from a function of a record, whose components are the arguments.
 *
 * <pre>{@code
 * record Args(@Description("the city, in English") String city) {}
 * Tool weather = FunctionTool.of("get_weather", "The weather in a city, now", Args.class, (args, context) -> forecasts.of(args.city()));
 * }</pre>
 *
 * <p>The function returns any value that has a JSON form, or a {@link ToolResult} of its own making. Immutable, and as thread-safe as the function.
 *
 * @param <A> the record of the arguments
 */
public final class FunctionTool<A extends Record> implements Tool {
    private final ToolSpec spec;
    private final Class<A> type;
    private final Body<A> body;
    private final Function<? super A, Optional<String>> validation;

    private FunctionTool(ToolSpec spec, Class<A> type, Body<A> body, Function<? super A, Optional<String>> validation) {
        this.spec = spec;
        this.type = type;
        this.body = body;
        this.validation = validation;
    }

    /**
     * What a tool does.
     *
     * @param <A> the record of the arguments
     */
    @FunctionalInterface
    public interface Body<A> {
        /**
         * Does it. May block; stops on interrupt.
         *
         * @return a value that has a JSON form, or a {@link ToolResult}; null is an invalid result
         * @throws Exception anything; it becomes a failure of kind {@link ToolErrorKind#EXECUTION_FAILED}
         */
        @Nullable
        Object call(A arguments, ToolContext context) throws Exception;
    }

    /**
     * A tool, with the schema of its arguments.
     *
     * @throws InvalidDefinitionException if name or description do not do, or the record cannot be read from JSON
     */
    public static <A extends Record> FunctionTool<A> of(
            String name, String description, Class<A> arguments, Body<A> body) {
        return of(JsonCodec.standard(), name, description, arguments, body);
    }

    /**
     * A tool whose arguments hold sealed types that this codec has tags for; the dispatcher must have the same codec.
     *
     * @throws InvalidDefinitionException if name or description do not do, or the record cannot be read from JSON
     */
    public static <A extends Record> FunctionTool<A> of(
            JsonCodec codec, String name, String description, Class<A> arguments, Body<A> body) {
        return new FunctionTool<>(
                ToolSpec.of(name, description, codec.schema(arguments)), arguments, body, ignored -> Optional.empty());
    }

    /** With a check of what the schema cannot say; the function returns what is wrong and what is expected. */
    public FunctionTool<A> validating(Function<? super A, Optional<String>> check) {
        return new FunctionTool<>(spec, type, body, check);
    }

    /**
     * With a time limit of its own, which only ever shortens the run's.
     *
     * @throws InvalidDefinitionException if it is zero or negative
     */
    public FunctionTool<A> timeout(Duration timeout) {
        return new FunctionTool<>(spec.timeout(timeout), type, body, validation);
    }

    /** With people asked before each call; nobody is by default. */
    public FunctionTool<A> approval(ToolApproval approval) {
        return new FunctionTool<>(spec.approval(approval), type, body, validation);
    }

    /** With another effect than {@link ToolEffect#ONCE}. */
    public FunctionTool<A> effect(ToolEffect effect) {
        return new FunctionTool<>(spec.effect(effect), type, body, validation);
    }

    /** With calls made beside others of the same answer, or in their order, whatever the effect. */
    public FunctionTool<A> concurrency(ToolSpec.Concurrency concurrency) {
        return new FunctionTool<>(spec.concurrency(concurrency), type, body, validation);
    }

    /** With labels, besides those it has. */
    public FunctionTool<A> label(ToolLabel... labels) {
        return new FunctionTool<>(spec.label(labels), type, body, validation);
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    @Override
    public Optional<String> validate(ToolArguments arguments) {
        A read;
        try {
            read = arguments.as(type);
        } catch (JsonException e) {
            return Optional.ofNullable(e.getMessage());
        }
        return validation.apply(read);
    }

    @Override
    public ToolResult execute(ToolArguments arguments, ToolContext context) throws Exception {
        return result(spec.name(), body.call(arguments.as(type), context));
    }

    /** What a tool's code returned, as a result. */
    static ToolResult result(String tool, @Nullable Object returned) {
        if (returned == null) {
            return ToolResult.failure(new ToolError(
                    ToolErrorKind.INVALID_RESULT, "tool '" + tool + "' returned null", "a value that has a JSON form"));
        }
        return returned instanceof ToolResult made ? made : ToolResult.of(returned);
    }

    @Override
    public String toString() {
        return "FunctionTool[" + spec.name() + "]";
    }
}
