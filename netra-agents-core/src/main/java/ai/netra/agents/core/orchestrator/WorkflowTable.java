package ai.netra.agents.core.orchestrator;

import ai.netra.agents.AgentKey;
import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.Progress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which agents take part, depending on what has happened: rows of a condition and the agents that take part where it is the first to hold. Data,
 * looked up anew at every decision, and the one place where a route is written down.
 *
 * <pre>{@code
 * WorkflowTable table = WorkflowTable.builder()
 *         .row("triage", p -> p.latest(TRIAGE).isEmpty(), TRIAGE)
 *         .row("analysis", p -> p.output(TRIAGE).filter(Triage::isAnalysis).isPresent(), TRIAGE, DATA, REPORTING)
 *         .otherwise("guidance", TRIAGE, GUIDANCE, REPORTING);
 * }</pre>
 *
 * <p>Immutable and thread-safe, as far as the conditions are, which must be pure.
 */
public final class WorkflowTable {
    private final List<Predicate<? super Progress>> conditions;
    private final List<Row> rows;

    private WorkflowTable(List<Predicate<? super Progress>> conditions, List<Row> rows) {
        this.conditions = List.copyOf(conditions);
        this.rows = List.copyOf(rows);
    }

    /** Builds a table. */
    public static Builder builder() {
        return new Builder();
    }

    /** The first row whose condition holds, or the default one. */
    public Row row(Progress progress) {
        return rows.get(index(progress));
    }

    /** The number of that row. */
    int index(Progress progress) {
        int index = 0;
        while (index < conditions.size() && !conditions.get(index).test(progress)) {
            index++;
        }
        return index;
    }

    /** All rows in order, the default one last. */
    public List<Row> rows() {
        return rows;
    }

    /**
     * A row.
     *
     * @param name what the route is called
     * @param agents those that take part, in the order they are tried in
     */
    public record Row(String name, List<AgentKey<?>> agents) {
        /** Copies the agents, and refuses one that is named twice. */
        public Row {
            agents = List.copyOf(agents);
            if (new LinkedHashSet<>(agents).size() < agents.size()) {
                throw new InvalidDefinitionException(
                        "row " + name + " names an agent twice: " + agents + "; name each once");
            }
        }
    }

    /** Builds a {@link WorkflowTable}. Not thread-safe. */
    public static final class Builder {
        private final List<Predicate<? super Progress>> conditions = new ArrayList<>();
        private final List<Row> rows = new ArrayList<>();

        private Builder() {}

        /** Adds a row, behind those added before. */
        public Builder row(String name, Predicate<? super Progress> condition, AgentKey<?>... agents) {
            rows.add(new Row(name, List.of(agents)));
            conditions.add(condition);
            return this;
        }

        /** Sets the row for when no condition holds, and builds the table. */
        public WorkflowTable otherwise(String name, AgentKey<?>... agents) {
            List<Row> all = new ArrayList<>(rows);
            all.add(new Row(name, List.of(agents)));
            return new WorkflowTable(conditions, all);
        }
    }
}
