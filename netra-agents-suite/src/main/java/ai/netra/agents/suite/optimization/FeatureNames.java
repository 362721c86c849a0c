package ai.netra.agents.suite.optimization;

import java.util.Locale;

/** Whether a request and a trace mean the same feature: case, dashes, underscores and a leading "feature" make no difference. */
final class FeatureNames {
    private FeatureNames() {}

    static boolean same(String one, String other) {
        return folded(one).equals(folded(other));
    }

    private static String folded(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT).replaceAll("[\\s._-]+", " ").strip();
        String bare = plain.replaceFirst("^(?:feature|tool|service|function|endpoint|agent|pipeline) (?=.)", "");
        return bare.replace(" ", "");
    }
}
