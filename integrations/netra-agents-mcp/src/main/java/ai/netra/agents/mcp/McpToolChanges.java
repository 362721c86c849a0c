package ai.netra.agents.mcp;

import java.util.Set;

/**
 * What a server offers otherwise than before. Nothing of it is callable by itself: a new tool is not granted, and one that has changed or vanished is refused
 * until the host takes the list anew.
 *
 * @param server the server's name
 * @param added tools it did not offer before, by its own names
 * @param changed tools with another definition
 * @param removed tools it offers no more
 */
public record McpToolChanges(String server, Set<String> added, Set<String> changed, Set<String> removed) {
    /** Copies the names. */
    public McpToolChanges {
        added = Set.copyOf(added);
        changed = Set.copyOf(changed);
        removed = Set.copyOf(removed);
    }

    boolean isEmpty() {
        return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }
}
