package ai.netra.agents.suite.guard;

import ai.netra.agents.RequestGuard;
import ai.netra.agents.RunRequest;
import java.util.Locale;

/** Refuses messages of fewer than 3 or more than 10,000 characters (code points). Stateless. */
public final class RequestLength implements RequestGuard {
    /** The fewest characters of a request. */
    public static final int SHORTEST = 3;

    /** The most characters of a request. */
    public static final int LONGEST = 10_000;

    /** The only kind there is. */
    public RequestLength() {}

    @Override
    public Verdict check(RunRequest request) {
        String message = request.message();
        int length = message.codePointCount(0, message.length());
        if (length < SHORTEST) {
            return RequestGuard.refused("The request has " + length + " characters; write at least " + SHORTEST
                    + ", such as \"Lower the cost of my workload\".");
        }
        if (length > LONGEST) {
            return RequestGuard.refused("The request has " + String.format(Locale.ROOT, "%,d", length)
                    + " characters; shorten it to at most " + String.format(Locale.ROOT, "%,d", LONGEST)
                    + ", and pass data by workload id instead.");
        }
        return RequestGuard.allowed();
    }
}
