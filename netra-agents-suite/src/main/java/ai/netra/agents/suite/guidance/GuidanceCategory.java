package ai.netra.agents.suite.guidance;

import java.util.List;

/**
 * Things to supply that belong together.
 *
 * @param name what they are about
 * @param items required ones first
 */
public record GuidanceCategory(String name, List<GuidanceItem> items) {
    /** Copies the list. */
    public GuidanceCategory {
        items = List.copyOf(items);
    }
}
