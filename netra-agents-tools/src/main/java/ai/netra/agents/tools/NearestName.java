package ai.netra.agents.tools;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * The name that a misspelled one was probably meant to be, for messages that offer it.
 *
 * <p>Nearness is the optimal string alignment distance (insert, delete, replace, swap neighbors), without regard to case and with {@code -} and
 * {@code _} taken as equal. Up to a third of the name's length may differ, at least 2.
 */
public final class NearestName {
    private static final int LONGEST = 100;

    private NearestName() {}

    /** The nearest of the known names, the earliest if several are, or empty if none is near. */
    public static Optional<String> of(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        String wanted = folded(name);
        int least = Math.max(2, wanted.length() / 3) + 1;
        String nearest = null;
        for (String candidate : known) {
            if (candidate.length() <= LONGEST) {
                int distance = distance(wanted, folded(candidate));
                if (distance < least && distance < candidate.length()) {
                    least = distance;
                    nearest = candidate;
                }
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** The end of a message: {@code ; did you mean 'draft'?}, or nothing if no name is near. */
    public static String hint(String name, Collection<String> known) {
        return of(name, known)
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("");
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    private static int distance(String left, String right) {
        int[][] distances = new int[left.length() + 1][right.length() + 1];
        for (int i = 0; i <= left.length(); i++) {
            for (int j = 0; j <= right.length(); j++) {
                if (i == 0 || j == 0) {
                    distances[i][j] = i + j;
                    continue;
                }
                int replace = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
                int least = Math.min(distances[i - 1][j] + 1, distances[i][j - 1] + 1);
                least = Math.min(least, distances[i - 1][j - 1] + replace);
                if (i > 1
                        && j > 1
                        && left.charAt(i - 1) == right.charAt(j - 2)
                        && left.charAt(i - 2) == right.charAt(j - 1)) {
                    least = Math.min(least, distances[i - 2][j - 2] + 1);
                }
                distances[i][j] = least;
            }
        }
        return distances[left.length()][right.length()];
    }
}
