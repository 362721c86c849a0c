package ai.netra.agents.suite.workload;

import ai.netra.agents.suite.internal.Excerpt;
import java.util.regex.Pattern;

/**
 * The name of a workload. It is part of every key under which requests are kept, so that readers of one workload never see another's.
 *
 * <p>1 to 200 characters: letters, digits and {@code . _ : / @ -}, beginning with a letter or digit; upper and lower case differ. Whether a user
 * may read a workload is for the host's request guards to decide.
 *
 * @param value the name, such as {@code test-123}
 */
public record WorkloadId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,199}");

    /** Checks the name. */
    public WorkloadId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("The workload id " + Excerpt.of(value)
                    + " is not usable; give 1 to 200 letters, digits or . _ : / @ - that begin with a letter"
                    + " or digit.");
        }
    }

    /** The workload of that name. */
    public static WorkloadId of(String value) {
        return new WorkloadId(value);
    }

    /** The name itself. */
    @Override
    public String toString() {
        return value;
    }
}
