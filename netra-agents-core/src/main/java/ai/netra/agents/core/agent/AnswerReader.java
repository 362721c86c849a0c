package ai.netra.agents.core.agent;

import ai.netra.agents.AgentInput;
import ai.netra.agents.AgentKey;
import ai.netra.agents.tool.JsonSchema;
import ai.netra.agents.tools.json.JsonCodec;
import ai.netra.agents.tools.json.JsonException;
import ai.netra.agents.tools.json.JsonSchemaValidator;
import ai.netra.agents.tools.json.SchemaCheck;
import ai.netra.agents.tools.json.SchemaProblem;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a model's answer as an output. A text is taken as it stands. JSON may stand in prose or between fences, but only one value in it may fit the schema,
 * and what is cut off gives nothing, not even a whole piece of it.
 */
final class AnswerReader<O> {
    private static final int MOST_VALUES = 64;
    private static final int LONGEST_PROBLEM = 1_000;

    private final AgentKey<O> key;
    private final JsonCodec codec;
    private final BiFunction<? super AgentInput, ? super O, Optional<String>> validation;
    private final @Nullable JsonSchema schema;
    private final @Nullable JsonSchemaValidator validator;

    AnswerReader(
            AgentKey<O> key, JsonCodec codec, BiFunction<? super AgentInput, ? super O, Optional<String>> validation) {
        this.key = key;
        this.codec = codec;
        this.validation = validation;
        this.schema = key.type() == String.class ? null : codec.schema(key.type());
        this.validator = schema == null ? null : JsonSchemaValidator.of(schema);
    }

    /** What an answer is, or what is wrong with it: one of both. */
    record Read<O>(@Nullable O output, String problem) {}

    /** The form of answers; null where they are text. */
    @Nullable
    JsonSchema schema() {
        return schema;
    }

    /** Whether providers can be told the form, which take objects only. */
    boolean isObject() {
        return validator != null && validator.wantsObject();
    }

    /** Reads an answer to what was asked of this input. */
    Read<O> read(String answer, AgentInput input) {
        if (answer.isBlank()) {
            return wrong("it was empty");
        }
        return validator == null ? judged(answer, input) : read(answer.strip(), validator, input);
    }

    private Read<O> read(String answer, JsonSchemaValidator form, AgentInput input) {
        SchemaCheck whole = form.check(answer);
        if (whole.fits()) {
            return judged(whole.json(), input);
        }
        Set<String> fitting = new LinkedHashSet<>();
        String problem = null;
        for (String value : values(answer)) {
            SchemaCheck check = form.check(value);
            if (check.fits()) {
                fitting.add(check.json());
            } else if (problem == null) {
                problem = problems(check);
            }
        }
        return switch (fitting.size()) {
            case 0 -> wrong(problem == null ? problems(whole) : problem);
            case 1 -> judged(fitting.iterator().next(), input);
            default -> wrong("it held " + fitting.size() + " JSON values of the form asked for; give one");
        };
    }

    private Read<O> judged(String answer, AgentInput input) {
        O output;
        try {
            output = decoded(answer);
        } catch (JsonException e) {
            return wrong(String.valueOf(e.getMessage()));
        }
        return validation.apply(input, output).map(this::wrong).orElseGet(() -> new Read<>(output, ""));
    }

    @SuppressWarnings("unchecked") // a value is read as its key's type
    private O decoded(String answer) {
        return (O) (validator == null ? answer : codec.decode(answer, key.type()));
    }

    private Read<O> wrong(String problem) {
        return new Read<>(
                null, problem.length() <= LONGEST_PROBLEM ? problem : problem.substring(0, LONGEST_PROBLEM) + "…");
    }

    private static String problems(SchemaCheck check) {
        return check.problems().stream().map(SchemaProblem::toString).collect(Collectors.joining("; "));
    }

    /** The objects and arrays that stand in a text side by side; none where one is not closed, or there are too many to look at all. */
    static List<String> values(String text) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{' || c == '[') {
                int end = end(text, i);
                if (end < 0 || values.size() == MOST_VALUES) {
                    return List.of();
                }
                values.add(text.substring(i, end));
                i = end - 1;
            }
        }
        return values;
    }

    /** Where the value ends that begins here; negative where it does not. */
    private static int end(String text, int begin) {
        int depth = 0;
        boolean quoted = false;
        for (int i = begin; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
                if (depth == 0) {
                    return i + 1;
                }
            }
        }
        return -1;
    }
}
