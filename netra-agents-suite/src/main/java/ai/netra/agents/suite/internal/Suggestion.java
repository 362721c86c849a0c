package ai.netra.agents.suite.internal;

import ai.netra.agents.tools.NearestName;
import java.util.Collection;

/** What somebody probably meant, as a sentence of an error message. */
public final class Suggestion {
    private Suggestion() {}

    /** {@code  Did you mean 'model'?}, with a space before it, or nothing if no known name is near. */
    public static String of(String name, Collection<String> known) {
        return NearestName.of(name, known)
                .map(nearest -> " Did you mean '" + nearest + "'?")
                .orElse("");
    }
}
