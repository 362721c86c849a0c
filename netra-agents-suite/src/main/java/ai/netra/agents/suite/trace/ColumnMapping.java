package ai.netra.agents.suite.trace;

import ai.netra.agents.suite.internal.Excerpt;
import ai.netra.agents.suite.internal.Suggestion;
import ai.netra.agents.suite.workload.WorkloadField;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which column of a trace holds which part of a request. Time, input and output tokens are always mapped, by default to {@code TIMESTAMP},
 * {@code ContextTokens} and {@code GeneratedTokens}; the rest only if asked for. Column names match exactly, or else without regard to case and
 * surrounding spaces. Immutable.
 */
public final class ColumnMapping {
    private static final ColumnMapping DEFAULT = of("TIMESTAMP", "ContextTokens", "GeneratedTokens");

    private final Map<WorkloadField, String> columns;

    private ColumnMapping(Map<WorkloadField, String> columns) {
        this.columns = Collections.unmodifiableMap(new EnumMap<>(columns));
    }

    /** The columns {@code TIMESTAMP}, {@code ContextTokens} and {@code GeneratedTokens}. */
    public static ColumnMapping standard() {
        return DEFAULT;
    }

    /** A mapping of the three columns that every trace has. */
    public static ColumnMapping of(String time, String input, String output) {
        return new ColumnMapping(Map.of(
                WorkloadField.TIME,
                named(WorkloadField.TIME, time),
                WorkloadField.INPUT_TOKENS,
                named(WorkloadField.INPUT_TOKENS, input),
                WorkloadField.OUTPUT_TOKENS,
                named(WorkloadField.OUTPUT_TOKENS, output)));
    }

    /**
     * The mapping that a text such as {@code time=ts,input=prompt,output=completion,latency_ms=ms} says. Keys are those of {@link WorkloadField}; a
     * required one that is not said keeps its default.
     *
     * @throws TraceException if a part has no {@code =}, a key is unknown or said twice, or a column is blank
     */
    public static ColumnMapping parse(String text) {
        Map<WorkloadField, String> said = new EnumMap<>(WorkloadField.class);
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw TraceException.of("The column mapping " + Excerpt.of(part)
                        + " has no '='; write key=column pairs separated by commas, such as"
                        + " time=ts,input=in,output=out.");
            }
            WorkloadField field = field(part.substring(0, equals).strip());
            String column = named(field, part.substring(equals + 1).strip());
            if (said.putIfAbsent(field, column) != null) {
                throw TraceException.of("The column mapping says '" + field.key() + "' twice, the second time as '"
                        + column + "'; say it once.");
            }
        }
        Map<WorkloadField, String> columns = new EnumMap<>(DEFAULT.columns);
        columns.putAll(said);
        return new ColumnMapping(columns);
    }

    /** This mapping with one more column, or another column for a part. */
    public ColumnMapping with(WorkloadField field, String column) {
        Map<WorkloadField, String> changed = new EnumMap<>(columns);
        changed.put(field, named(field, column));
        return new ColumnMapping(changed);
    }

    /** The column that holds the part, if it is mapped. */
    public Optional<String> column(WorkloadField field) {
        return Optional.ofNullable(columns.get(field));
    }

    /** All mapped parts and their columns. */
    public Map<WorkloadField, String> columns() {
        return columns;
    }

    /** The text that {@link #parse(String)} reads back. */
    @Override
    public String toString() {
        return columns.entrySet().stream()
                .map(entry -> entry.getKey().key() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    private static WorkloadField field(String key) {
        List<String> keys =
                Arrays.stream(WorkloadField.values()).map(WorkloadField::key).toList();
        return Arrays.stream(WorkloadField.values())
                .filter(field -> field.key().equals(key))
                .findFirst()
                .orElseThrow(() -> TraceException.of("The column mapping has the unknown key " + Excerpt.of(key)
                        + "; use " + String.join(", ", keys) + "." + Suggestion.of(key, keys)));
    }

    private static String named(WorkloadField field, String column) {
        if (column.isBlank()) {
            throw TraceException.of("The column mapping gives no column for '" + field.key() + "'; write " + field.key()
                    + "=NAME with a column of the trace.");
        }
        return column;
    }
}
