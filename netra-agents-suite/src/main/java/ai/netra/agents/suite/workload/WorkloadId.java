package ai.netra.agents.suite.workload;

import ai.netra.agents.InvalidDefinitionException;
import ai.netra.agents.UserId;
import ai.netra.agents.suite.internal.Excerpt;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A workload: whose it is, and its name. Both are part of every key under which requests are kept, so that a name alone, which may come from a request
 * or a model, never leads to another user's workload.
 *
 * <p>The name has 1 to 200 characters: letters, digits and {@code . _ : / @ -}, beginning with a letter or digit; upper and lower case differ. A host
 * whose users share workloads implements {@link WorkloadRepository} over its own rules.
 *
 * @param owner the user whose workload it is
 * @param name the name, such as {@code test-123}
 */
public record WorkloadId(UserId owner, String name) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}");

    /** Checks the name. */
    public WorkloadId {
        Objects.requireNonNull(owner, "owner");
        checkName(name);
    }

    /** A user's workload of that name. */
    public static WorkloadId of(UserId owner, String name) {
        return new WorkloadId(owner, name);
    }

    /**
     * Checks a name whose owner is not known yet.
     *
     * @throws InvalidDefinitionException if it is malformed
     */
    public static void checkName(String name) {
        if (!FORM.matcher(name).matches()) {
            throw new InvalidDefinitionException("The workload id " + Excerpt.of(name)
                    + " is not usable; give 1 to 200 letters, digits or . _ : / @ - that begin with a letter"
                    + " or digit.");
        }
    }

    /** The name itself: what users call it. */
    @Override
    public String toString() {
        return name;
    }
}
