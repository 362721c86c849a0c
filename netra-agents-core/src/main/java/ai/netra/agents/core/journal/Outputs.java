package ai.netra.agents.core.journal;

import ai.netra.agents.AgentKey;
import ai.netra.agents.Failure;
import ai.netra.agents.FailureKind;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges what agents and orchestrators give as their output: they are host code, so null and another type are possible whatever the types say. */
public final class Outputs {
    private Outputs() {}

    /** Why a value cannot be an output of this agent, as far as its class tells. */
    public static Optional<Failure> invalid(AgentKey<?> key, @Nullable Object output) {
        if (output != null && raw(key.type()).isInstance(output)) {
            return Optional.empty();
        }
        String returned = output == null ? "null" : "a " + output.getClass().getName();
        return Optional.of(Failure.of(
                FailureKind.INVALID_OUTPUT,
                "agent " + key.name() + " returned " + returned + "; return a "
                        + key.type().getTypeName()));
    }

    /** Why null cannot be an output of this agent. */
    public static Failure nothing(AgentKey<?> key) {
        return invalid(key, null).orElseThrow();
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> primitive
            when primitive.isPrimitive() ->
                MethodType.methodType(primitive).wrap().returnType();
            case Class<?> raw -> raw;
            case ParameterizedType parameterized -> (Class<?>) parameterized.getRawType();
            default -> Object.class;
        };
    }
}
