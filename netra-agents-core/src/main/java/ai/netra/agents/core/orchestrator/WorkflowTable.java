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
    private final List<Candidate> candidates;
    private final Row otherwise;

    private WorkflowTable(List<Candidate> candidates, Row otherwise) {
        this.candidates = List.copyOf(candidates);
        this.otherwise = otherwise;
    }

    /** Builds a table. */
    public static Builder builder() {
        return new Builder();
    }

    /** The first row whose condition holds, or the default one. */
    public Row row(Progress progress) {
        for (Candidate candidate : candidates) {
            if (candidate.condition.test(progress)) {
                return candidate.row;
            }
        }
        return otherwise;
    }

    /** All rows in order, the default one last. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        candidates.forEach(candidate -> rows.add(candidate.row));
        rows.add(otherwise);
        return List.copyOf(rows);
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

    private record Candidate(Predicate<? super Progress> condition, Row row) {}

    /** Builds a {@link WorkflowTable}. Not thread-safe. */
    public static final class Builder {
        private final List<Candidate> candidates = new ArrayList<>();

        private Builder() {}

        /** Adds a row, behind those added before. */
        public Builder row(String name, Predicate<? super Progress> condition, AgentKey<?>... agents) {
            candidates.add(new Candidate(condition, new Row(name, List.of(agents))));
            return this;
        }

        /** Sets the row for when no condition holds, and builds the table. */
        public WorkflowTable otherwise(String name, AgentKey<?>... agents) {
            return new WorkflowTable(candidates, new Row(name, List.of(agents)));
        }
    }
}
