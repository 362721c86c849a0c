package ai.netra.agents.tools;

import ai.netra.agents.TypeRef;
import ai.netra.agents.tool.Tool;
import ai.netra.agents.tool.ToolArguments;
import ai.netra.agents.tool.ToolContext;
import ai.netra.agents.tool.ToolResult;
import ai.netra.agents.tool.ToolSpec;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonMember;
import ai.netra.agents.tools.json.JsonText;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tool that calls a method of an object, through its handle. */
final class MethodTool implements Tool {
    private static final TypeRef<Map<String, JsonText>> MEMBERS = new TypeRef<>() {};

    private final ToolSpec spec;
    private final MethodHandle handle;
    private final NullReturn nullReturn;
    private final List<MethodParameter> parameters;
    private final JsonCodec codec;

    MethodTool(
            ToolSpec spec,
            MethodHandle handle,
            NullReturn nullReturn,
            List<MethodParameter> parameters,
            JsonCodec codec) {
        this.spec = spec;
        this.handle = handle;
        this.nullReturn = nullReturn;
        this.parameters = List.copyOf(parameters);
        this.codec = codec;
    }

    /** What null means that the method returns. */
    enum NullReturn {
        /** A mistake. */
        REFUSED,
        /** That there is nothing: it may be null. */
        NOTHING,
        /** That it is done: it returns nothing. */
        DONE
    }

    @Override
    public ToolSpec spec() {
        return spec;
    }

    /** Reads each argument as its type, as the schema does not know what a record's constructor refuses. */
    @Override
    public Optional<String> validate(ToolArguments arguments) {
        Map<String, JsonText> members = codec.decode(arguments.text(), MEMBERS);
        for (MethodParameter parameter : parameters) {
            Optional<JsonMember> member = parameter.member();
            JsonText given = member.isPresent() ? members.get(member.get().name()) : null;
            if (given != null && !given.text().equals("null")) {
                try {
                    codec.decode(given.text(), member.get().type());
                } catch (JsonException e) {
                    return Optional.of("argument '" + member.get().name() + "': " + e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public ToolResult execute(ToolArguments arguments, ToolContext context) throws Exception {
        Map<String, JsonText> members = codec.decode(arguments.text(), MEMBERS);
        @Nullable Object[] values = new @Nullable Object[parameters.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = parameters.get(i).value(members, context, codec);
        }
        Object returned = call(values);
        Object value = returned instanceof Optional<?> optional ? optional.orElse(null) : returned;
        if (value == null && (returned != null || nullReturn != NullReturn.REFUSED)) {
            return ToolResult.of(nullReturn == NullReturn.DONE ? "done" : "nothing");
        }
        return FunctionTool.result(spec.name(), value);
    }

    private @Nullable Object call(@Nullable Object[] values) throws Exception {
        try {
            return (Object) handle.invokeExact(values);
        } catch (Exception | Error thrown) {
            throw thrown;
        } catch (Throwable neither) {
            throw new IllegalStateException(
                    "a method threw " + neither.getClass().getName(), neither);
        }
    }

    @Override
    public String toString() {
        return "MethodTool[" + spec.name() + "]";
    }
}
