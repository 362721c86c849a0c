package ai.netra.agents.suite.trace;

import ai.netra.agents.suite.internal.Excerpt;
import ai.netra.agents.suite.internal.Suggestion;
import ai.netra.agents.suite.workload.WorkloadField;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The first row of a trace: its columns, and where each mapped part of a request stands among them. */
final class TraceHeader {
    /** The position of what is not mapped. */
    static final int NOWHERE = -1;

    private final String trace;
    private final List<String> columns;
    private final Map<WorkloadField, Integer> positions = new EnumMap<>(WorkloadField.class);

    TraceHeader(String trace, List<String> row, ColumnMapping mapping) {
        this.trace = trace;
        this.columns = List.copyOf(row);
        mapping.columns().forEach((field, column) -> positions.put(field, find(field, column)));
    }

    /** How many fields a row must have. */
    int width() {
        return columns.size();
    }

    /** The name of the column at a position. */
    String column(int position) {
        return columns.get(position);
    }

    /** The position of a part, or {@link #NOWHERE}. */
    int position(WorkloadField field) {
        return positions.getOrDefault(field, NOWHERE);
    }

    /** The columns that no part is read from. */
    List<String> unmapped() {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!positions.containsValue(i)) {
                rest.add(columns.get(i));
            }
        }
        return rest;
    }

    private int find(WorkloadField field, String column) {
        List<Integer> exact = new ArrayList<>();
        List<Integer> similar = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equals(column)) {
                exact.add(i);
            } else if (columns.get(i).strip().equalsIgnoreCase(column.strip())) {
                similar.add(i);
            }
        }
        List<Integer> found = exact.isEmpty() ? similar : exact;
        if (found.size() == 1) {
            return found.get(0);
        }
        throw TraceException.of(
                found.isEmpty()
                        ? "Trace '" + trace + "' has no column " + Excerpt.of(column) + " for '" + field.key()
                                + "'; it has "
                                + Excerpt.of(String.join(", ", columns)) + "." + hint(column) + " Map it with "
                                + field.key()
                                + "=COLUMN."
                        : "Trace '" + trace + "' has " + found.size() + " columns named " + Excerpt.of(column)
                                + " for '" + field + "'; rename all but one of them.");
    }

    private String hint(String column) {
        if (columns.size() == 1) {
            for (String separator : List.of(";", "\t", "|")) {
                if (columns.get(0).contains(separator)) {
                    return " Its columns seem to be separated by '" + (separator.equals("\t") ? "tab" : separator)
                            + "'; separate them by commas.";
                }
            }
        }
        return Suggestion.of(column, columns);
    }
}
