package ai.netra.agents.core.orchestrator;

import ai.netra.agents.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the items of a {@link ForEachOrchestrator} ended, as its aggregation sees them.
 *
 * @param outcomes the outcome of each item, in the order of the items, whatever the order they ended in
 * @param <E> the type of an item's output
 */
public record ItemOutcomes<E>(List<Outcome<E>> outcomes) {
    /** Copies the list. */
    public ItemOutcomes {
        outcomes = List.copyOf(outcomes);
    }

    /** The outputs there are, in the order of the items. */
    public List<E> outputs() {
        List<E> outputs = new ArrayList<>(outcomes.size());
        for (Outcome<E> outcome : outcomes) {
            @Nullable E output = Ended.output(outcome);
            if (output != null) {
                outputs.add(output);
            }
        }
        return List.copyOf(outputs);
    }
}
